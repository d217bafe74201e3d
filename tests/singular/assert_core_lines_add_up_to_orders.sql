-- Where every line of an order was accepted, the lines add up to the order's gross amount and discount (to a penny). A
-- source may break this; so it warns.
{{ config(severity='warn') }}

with refused as (
    select distinct {{ record_key('source_system', 'order_id') }} as order_key
    from {{ ref('int_order_items_judged') }}
    where record_status = 'rejected' and order_id is not null
),

lines as (
    select
        order_key,
        sum(gross_amount) as gross_amount,
        sum(discount_amount) as discount_amount
    from {{ ref('fct_order_items') }}
    group by order_key
)

select
    orders.order_key,
    orders.gross_amount,
    lines.gross_amount as gross_amount_of_lines,
    orders.discount_amount,
    lines.discount_amount as discount_amount_of_lines
from {{ ref('fct_orders') }} as orders
inner join lines on orders.order_key = lines.order_key
left join refused on orders.order_key = refused.order_key
where
    refused.order_key is null
    and (
        abs(orders.gross_amount - lines.gross_amount) > 0.01
        or abs(orders.discount_amount - lines.discount_amount) > 0.01
    )
