{{ config(access='protected', contract={'enforced': false}) }}

{%- set tenths_passed = [] -%}
{%- for percent in range(10, 100, 10) -%}
{%- do tenths_passed.append('case when feature_values.value > tenths.p' ~ percent ~ ' then 1 else 0 end') -%}
{%- endfor %}

with feature_values as (
    select * from {{ ref('int_drift_values') }}
),

tenths as (
    select
        {% for percent in range(10, 100, 10) -%}
        {{ quantile_disc('value', percent / 100) }} as p{{ percent }},
        {% endfor -%}
        feature
    from feature_values
    where period = 'training'
    group by feature
),

-- A bin for each tenth of the training month, less where values tie, and one for unknown values.
binned as (
    select
        feature_values.*,
        case when feature_values.value is null then -1 else {{ tenths_passed | join(' + ') }} end as bin
    from feature_values
    inner join tenths on feature_values.feature = tenths.feature
),

counted as (
    select
        feature,
        bin,
        count(*) filter (where period = 'training') as training_count,
        count(*) filter (where period = 'scoring') as scoring_count
    from binned
    group by feature, bin
)

select * from counted
