{{ config(access='protected', contract={'enforced': false}) }}

with cases as (
    select * from {{ ref('int_credit_cases') }}
),

scale as (
    select * from {{ ref('int_credit_scale') }}
),

-- Rounded, since a sum's last digits depend on the order of its rows.
summed as (
    select
        customer_id,
        snapshot_date,
        round(sum(log_odds), 12) as log_odds
    from {{ ref('int_credit_contributions') }}
    group by customer_id, snapshot_date
),

scored as (
    select
        cases.customer_id,
        cases.snapshot_date,
        cases.is_as_of,
        scale.factor,
        scale.points_offset,
        scale.status,
        -- Without a fitted scorecard the intercept is NULL, and so is the score.
        scale.intercept + coalesce(summed.log_odds, 0e0) as log_odds
    from cases
    cross join scale
    left join summed on cases.customer_id = summed.customer_id and cases.snapshot_date = summed.snapshot_date
),

final as (
    select
        customer_id,
        snapshot_date,
        is_as_of,
        status,
        points_offset + factor * log_odds as credit_score,
        {{ safe_divide('1', '1 + exp(log_odds)') }} as bad_probability
    from scored
)

select * from final
