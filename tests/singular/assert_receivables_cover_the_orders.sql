-- Where an order counts as bought and has payments, what was paid and what is owed add up to its total, to a hundredth.
-- A warning: payments of a source that lacks some of them are no error of the marts.
{{ config(severity='warn') }}

with paid as (
    select
        order_key,
        sum(amount) as amount
    from {{ ref('int_receivables') }}
    where order_key is not null and state in ('settled', 'outstanding') and amount > 0
    group by order_key
)

select
    orders.order_key,
    orders.total_amount,
    paid.amount
from {{ ref('fct_orders') }} as orders
inner join paid on orders.order_key = paid.order_key
where orders.is_purchase and abs(orders.total_amount - paid.amount) > 0.01
