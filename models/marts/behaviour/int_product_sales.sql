{{ config(access='protected', contract={'enforced': false}) }}

{#- Refunds are known per order: each line bears them in proportion to what was paid for it. -#}

with lines as (
    select
        *,
        {{ safe_divide('net_amount', 'sum(net_amount) over (partition by order_key)') }} as share_of_order
    from {{ ref('fct_order_items') }}
    where is_purchase
),

orders as (
    select
        order_key,
        refund_amount
    from {{ ref('fct_orders') }}
),

final as (
    select
        lines.order_item_key,
        lines.order_key,
        coalesce(lines.product_key, 'unknown') as product_key,
        lines.customer_id,
        lines.order_date,
        lines.quantity,
        lines.net_amount,
        lines.margin_amount,
        cast(coalesce(cast(orders.refund_amount as double) * lines.share_of_order, 0) as decimal(18, 4))
            as refund_amount
    from lines
    inner join orders on lines.order_key = orders.order_key
)

select * from final
