{{ config(access='protected', contract={'enforced': false}) }}

with binned as (
    select * from {{ ref('int_credit_binned') }}
),

weights as (
    select * from {{ ref('int_credit_woe') }}
),

coefficients as (
    select
        cast(name as string) as feature,
        value as coefficient
    from {{ ref('ml_credit_scorecard') }}
    where part = 'coefficient' and name <> '(intercept)'
),

-- A bin that no case was in when the scorecard was fitted counts as the average.
final as (
    select
        binned.customer_id,
        binned.snapshot_date,
        binned.is_as_of,
        binned.feature,
        binned.bin,
        coefficients.coefficient * coalesce(weights.woe, 0e0) as log_odds
    from binned
    inner join coefficients on binned.feature = coefficients.feature
    left join weights on binned.feature = weights.feature and binned.bin = weights.bin
)

select * from final
