-- Recomputed from the facts: the history holds every order of the whole months, and each month once.
with months as (
    select
        min(period_start) as first_start,
        max(cast(period_start + interval 1 month as date)) as next_start
    from {{ ref('int_forecast_history') }}
    where frequency = 'month' and measure = 'orders'
),

history as (
    select sum(amount) as orders
    from {{ ref('int_forecast_history') }}
    where frequency = 'month' and measure = 'orders' and category = 'all'
),

facts as (
    select count(*) as orders
    from {{ ref('fct_orders') }} as orders
    inner join months
        on orders.order_date >= months.first_start and orders.order_date < months.next_start
    where orders.is_purchase
)

select
    history.orders,
    facts.orders as orders_by_facts
from history
cross join facts
where coalesce(history.orders, 0e0) <> facts.orders
