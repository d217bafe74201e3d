{{ config(materialized='view', contract={'enforced': false}, access='protected') }}

with orders as (
    select * from {{ ref('fct_orders') }}
),

final as (
    select
        customer_id,
        min(order_date) as first_purchase_date,
        max(order_date) as last_purchase_date,
        count(*) as purchases,
        sum(item_count) as units,
        sum(net_revenue) as net_revenue,
        sum(margin_amount) as margin_amount,
        sum(discount_amount) as discount_amount,
        sum(gross_amount) as gross_amount,
        sum(refund_amount) as refund_amount,
        count(distinct channel) as channels
    from orders
    where is_purchase and customer_id is not null
    group by customer_id
)

select * from final
