-- Customers and those of high value in the fifth last month, recomputed straight from the orders up to that month's
-- end. The rounding of base and deviation may tip one of them over the threshold.
with chosen as (
    select cast({{ dbt.dateadd('month', -4, 'max(month)') }} as date) as month
    from {{ ref('value_segment_monthly') }}
),

rules as (
    select * from {{ ref('value_segment_rules') }}
    where attribute = 'revenue' and base = 'company'
),

customers as (
    select
        orders.customer_id,
        coalesce(sum(orders.net_revenue) filter (
            where {{ months_between('orders.order_month', 'chosen.month') }} < 12
        ), 0) as revenue
    from {{ ref('fct_orders') }} as orders
    inner join chosen on orders.order_month <= chosen.month
    where orders.is_purchase and orders.customer_id is not null
    group by orders.customer_id
),

figures as (
    select
        count(*) as customers,
        coalesce(max(rules.target), avg(cast(customers.revenue as double))) as base_value,
        stddev_pop(cast(customers.revenue as double)) as deviation
    from customers
    cross join rules
),

recomputed as (
    select
        count(*) as customers,
        count(*) filter (
            where customers.revenue - figures.base_value >= rules.high_from * figures.deviation
        ) as high_customers
    from customers
    cross join figures
    cross join rules
    where figures.deviation > 0
),

reported as (
    select
        coalesce(sum(monthly.customers), 0) as customers,
        coalesce(sum(monthly.customers) filter (where monthly.segment = 'high'), 0) as high_customers,
        count(*) filter (where monthly.deviation > 0) as rated_segments
    from {{ ref('value_segment_monthly') }} as monthly
    inner join chosen on monthly.month = chosen.month
)

select
    recomputed.*,
    reported.customers as reported_customers,
    reported.high_customers as reported_high_customers
from recomputed
cross join reported
where
    reported.rated_segments > 0
    and (recomputed.customers <> reported.customers or abs(recomputed.high_customers - reported.high_customers) > 1)
