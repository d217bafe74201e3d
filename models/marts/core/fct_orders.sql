with orders as (
    select * from {{ ref('int_orders_converted') }}
),

items as (
    select
        order_key,
        sum(quantity) as item_count,
        count(*) as line_count,
        sum(cost_amount) as cost_amount
    from {{ ref('fct_order_items') }}
    group by order_key
),

amounts as (
    select
        orders.order_key,
        orders.source_system,
        orders.order_id,
        orders.customer_id,
        orders.ordered_at,
        cast(orders.ordered_at as date) as order_date,
        cast(date_trunc('month', orders.ordered_at) as date) as order_month,
        orders.status,
        orders.channel,
        orders.currency,
        cast(orders.gross_amount * orders.rate as decimal(18, 4)) as gross_amount,
        cast(orders.discount_amount * orders.rate as decimal(18, 4)) as discount_amount,
        cast((orders.gross_amount - orders.discount_amount) * orders.rate as decimal(18, 4)) as net_amount,
        cast(orders.tax_amount * orders.rate as decimal(18, 4)) as tax_amount,
        cast(orders.shipping_amount * orders.rate as decimal(18, 4)) as shipping_amount,
        cast(
            (orders.gross_amount - orders.discount_amount + orders.tax_amount + orders.shipping_amount) * orders.rate
            as decimal(18, 4)
        ) as total_amount,
        cast(orders.refund_amount * orders.rate as decimal(18, 4)) as refund_amount,
        orders.is_purchase,
        cast(
            case
                when orders.is_purchase
                    then (orders.gross_amount - orders.discount_amount - orders.refund_amount) * orders.rate
                else 0
            end as decimal(18, 4)
        ) as net_revenue,
        cast(items.cost_amount as decimal(18, 4)) as cost_amount,
        cast(coalesce(items.item_count, 0) as int) as item_count,
        cast(coalesce(items.line_count, 0) as int) as line_count
    from orders
    left join items on orders.order_key = items.order_key
),

numbered as (
    select
        order_key,
        cast(row_number() over (
            partition by customer_id order by ordered_at asc nulls last, order_key asc nulls last
        ) as int)
            as customer_order_number
    from amounts
    where is_purchase and customer_id is not null
),

final as (
    select
        amounts.*,
        cast(case when amounts.is_purchase then amounts.net_revenue - amounts.cost_amount end as decimal(18, 4))
            as margin_amount,
        numbered.customer_order_number,
        coalesce(numbered.customer_order_number = 1, false) as is_first_order
    from amounts
    left join numbered on amounts.order_key = numbered.order_key
)

select * from final
