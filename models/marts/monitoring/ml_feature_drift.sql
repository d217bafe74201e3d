with feature_values as (
    select * from {{ ref('int_drift_values') }}
),

counted as (
    select * from {{ ref('int_drift_bins') }}
),

totals as (
    select
        feature,
        count(*) as bins,
        sum(training_count) as training_customers,
        sum(scoring_count) as scoring_customers
    from counted
    group by feature
),

-- Half a customer more in every bin, so that one that is empty in one of the months has a logarithm.
shares as (
    select
        counted.feature,
        {{ safe_divide('counted.training_count + 0.5e0', 'totals.training_customers + 0.5e0 * totals.bins') }}
            as training_share,
        {{ safe_divide('counted.scoring_count + 0.5e0', 'totals.scoring_customers + 0.5e0 * totals.bins') }}
            as scoring_share
    from counted
    inner join totals on counted.feature = totals.feature
),

indexes as (
    select
        feature,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(
            sum(
                (scoring_share - training_share)
                * ln(nullif({{ safe_divide('scoring_share', 'training_share') }}, 0))
            ),
            9
        ) as psi
    from shares
    group by feature
),

described as (
    select
        feature,
        max(snapshot_date) filter (where period = 'training') as training_month,
        max(snapshot_date) filter (where period = 'scoring') as scoring_date,
        cast({{ quantile_disc("case when period = 'training' then value end", 0.5) }} as double) as training_median,
        cast({{ quantile_disc("case when period = 'scoring' then value end", 0.5) }} as double) as scoring_median,
        count(*) filter (where period = 'training' and value is null) as training_unknown,
        count(*) filter (where period = 'scoring' and value is null) as scoring_unknown
    from feature_values
    group by feature
),

readers as (
    {% for name, model in [
        ('churn', ref('ml_churn_training')), ('purchase', ref('ml_propensity_purchase')), ('spend', ref('ml_propensity_spend')),
    ] -%}
    select
        '{{ name }}' as reader,
        name as feature
    from {{ model }}
    where part = 'feature'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

used as (
    select
        feature,
        {{ joined_text('reader', ', ', 'reader asc nulls last') }} as used_by
    from readers
    group by feature
),

final as (
    select
        cast(totals.feature as string) as feature,
        cast(used.used_by as string) as used_by,
        described.training_month,
        described.scoring_date,
        cast(totals.training_customers as bigint) as training_customers,
        cast(totals.scoring_customers as bigint) as scoring_customers,
        cast(totals.bins as int) as bins,
        indexes.psi,
        round(
            (totals.bins - 1) * {{ safe_divide('1', 'totals.training_customers') }}
            + (totals.bins - 1) * {{ safe_divide('1', 'totals.scoring_customers') }},
            9
        ) as psi_by_chance,
        case
            when totals.training_customers = 0 or totals.scoring_customers = 0 then 'unknown'
            when indexes.psi >= {{ var('drift_large_psi') }} then 'large'
            when indexes.psi >= {{ var('drift_moderate_psi') }} then 'moderate'
            else 'none'
        end as drift,
        described.training_median,
        described.scoring_median,
        round({{ safe_divide('described.training_unknown', 'totals.training_customers') }}, 9)
            as training_unknown_share,
        round({{ safe_divide('described.scoring_unknown', 'totals.scoring_customers') }}, 9) as scoring_unknown_share
    from totals
    inner join indexes on totals.feature = indexes.feature
    inner join described on totals.feature = described.feature
    left join used on totals.feature = used.feature
)

select * from final
