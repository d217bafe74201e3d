with days as (
    select
        customer_id,
        order_date,
        sum(net_revenue) as spend,
        min(order_date) over (partition by customer_id) as first_date
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
    group by customer_id, order_date
),

observations as (
    select * from {{ ref('int_lifetime_value_observations') }}
),

observed as (
    select
        observations.observation,
        observations.observed_until,
        observations.held_out_until,
        days.customer_id,
        days.first_date,
        days.order_date,
        days.spend,
        days.order_date > observations.observed_until as is_later
    from days
    inner join observations
        on
            days.order_date <= observations.as_of_date
            and days.first_date <= observations.observed_until
),

final as (
    select
        observation,
        observed_until,
        held_out_until,
        customer_id,
        first_date,
        count(*) filter (where not is_later) - 1 as purchases,
        {{ days_between('first_date', 'max(order_date) filter (where not is_later)') }} as last_purchase_days,
        {{ days_between('first_date', 'observed_until') }} as age_days,
        {{ safe_divide(
            'sum(spend) filter (where not is_later and order_date > first_date)',
            'count(*) filter (where not is_later and order_date > first_date)'
        ) }} as mean_spend,
        case when held_out_until is not null then count(*) filter (where is_later) end as later_purchases,
        case
            when held_out_until is not null then cast(coalesce(sum(spend) filter (where is_later), 0) as double)
        end as later_spend
    from observed
    group by observation, observed_until, held_out_until, customer_id, first_date
)

select * from final
