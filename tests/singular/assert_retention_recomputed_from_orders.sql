-- Buyers of the last full month who had bought the month before, and those of the last 12 months who had bought in the
-- 12 before, counted straight from the orders.
with last_month as (
    select max(month) as month from {{ ref('retention_monthly') }}
),

customers as (
    select
        orders.customer_id,
        bool_or({{ months_between('orders.order_month', 'last_month.month') }} = 0) as is_active,
        bool_or({{ months_between('orders.order_month', 'last_month.month') }} = 1) as was_active,
        bool_or({{ months_between('orders.order_month', 'last_month.month') }} between 0 and 11) as is_active_12,
        bool_or({{ months_between('orders.order_month', 'last_month.month') }} between 12 and 23) as was_active_12
    from {{ ref('fct_orders') }} as orders
    cross join last_month
    where orders.is_purchase and orders.customer_id is not null
    group by orders.customer_id
),

counted as (
    select
        count(*) filter (where was_active) as customers_before,
        count(*) filter (where was_active and is_active) as customers_retained,
        count(*) filter (where was_active_12) as customers_before_12_months,
        count(*) filter (where was_active_12 and is_active_12) as customers_retained_12_months
    from customers
)

select reported.*
from {{ ref('retention_monthly') }} as reported
inner join last_month on reported.month = last_month.month
cross join counted
where
    reported.customers_before <> counted.customers_before
    or reported.customers_retained <> counted.customers_retained
    or reported.customers_before_12_months <> counted.customers_before_12_months
    or reported.customers_retained_12_months <> counted.customers_retained_12_months
