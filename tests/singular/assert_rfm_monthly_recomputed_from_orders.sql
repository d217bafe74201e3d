-- Sizes and window revenue of the fifth last month, recomputed straight from the orders up to that month's end (no
-- running sums).
{%- set window_days = var('rfm_window_days') %}
with chosen as (
    select cast({{ dbt.dateadd('month', -4, 'max(month)') }} as date) as month
    from {{ ref('rfm_segment_monthly') }}
),

month_end as (
    select
        month,
        cast({{ dbt.last_day('month', 'month') }} as date) as date_day
    from chosen
),

recomputed as (
    select
        count(distinct orders.customer_id) as customers,
        coalesce(sum(orders.net_revenue) filter (
            where orders.order_date > cast({{ dbt.dateadd('day', -window_days, 'month_end.date_day') }} as date)
        ), 0) as window_revenue,
        coalesce(sum(orders.net_revenue) filter (where orders.order_date >= month_end.month), 0) as net_revenue
    from {{ ref('fct_orders') }} as orders
    inner join month_end on orders.order_date <= month_end.date_day
    where orders.is_purchase and orders.customer_id is not null
),

reported as (
    select
        coalesce(sum(monthly.customers), 0) as customers,
        coalesce(sum(monthly.window_revenue), 0) as window_revenue,
        coalesce(sum(monthly.net_revenue), 0) as net_revenue
    from {{ ref('rfm_segment_monthly') }} as monthly
    inner join chosen on monthly.month = chosen.month
)

select
    recomputed.*,
    reported.customers as reported_customers,
    reported.window_revenue as reported_window_revenue
from recomputed
cross join reported
where
    recomputed.customers <> reported.customers
    or recomputed.window_revenue <> reported.window_revenue
    or recomputed.net_revenue <> reported.net_revenue
