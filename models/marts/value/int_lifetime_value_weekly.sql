{{ config(access='protected', contract={'enforced': false}) }}

with weeks as (
    select * from {{ ref('int_lifetime_value_weeks') }}
),

customers as (
    select * from {{ ref('int_lifetime_value_holdout') }}
),

ages as (
    select
        age_days,
        count(*) as customers
    from customers
    group by age_days
),

-- Days with a repeat purchase, of the customers known when the holdout began.
repeats as (
    select
        orders.order_date,
        count(distinct orders.customer_id) as purchases
    from {{ ref('fct_orders') }} as orders
    inner join customers on orders.customer_id = customers.customer_id and orders.order_date > customers.first_date
    where orders.is_purchase and orders.order_date <= customers.held_out_until
    group by orders.order_date
),

actual as (
    select
        weeks.week_end,
        cast(coalesce(sum(repeats.purchases), 0) as double) as actual
    from weeks
    left join repeats on weeks.week_end >= repeats.order_date
    group by weeks.week_end
),

expected as (
    select
        weeks.week_end,
        weeks.days_after,
        sum(ages.customers) as customers,
        sum(ages.customers * expectations.expected_if_alive) as expected
    from weeks
    inner join ages on ages.age_days + weeks.days_after > 0
    inner join {{ ref('ml_lifetime_value_expectations') }} as expectations
        on
            expectations.observation = 'holdout'
            and expectations.purchases = 0
            and expectations.age_days = 0
            and ages.age_days + weeks.days_after = expectations.horizon_days
    group by weeks.week_end, weeks.days_after
),

final as (
    select
        expected.week_end,
        cast(expected.days_after as bigint) as days_after,
        cast(expected.customers as bigint) as customers,
        expected.expected,
        actual.actual
    from expected
    inner join actual on expected.week_end = actual.week_end
)

select * from final
