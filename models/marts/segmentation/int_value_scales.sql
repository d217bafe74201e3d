{{ config(access='protected', contract={'enforced': false}) }}

{%- set cut = var('value_winsorised_share') %}

with measures as (
    select * from {{ ref('int_value_measures') }}
),

scales as (
    select
        {% for measure in ['lifetime_value', 'purchase_rate', 'profit_amount'] -%}
        cast({{ quantile_disc(measure, cut) }} as double) as {{ measure }}_lowest,
        cast({{ quantile_disc(measure, 1 - cut) }} as double) as {{ measure }}_highest,
        {% endfor -%}
        count(*) as customers
    from measures
)

select * from scales
