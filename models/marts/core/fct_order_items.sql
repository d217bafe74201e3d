with items as (
    select * from {{ ref('order_items') }}
),

orders as (
    select * from {{ ref('int_orders_converted') }}
),

products as (
    select * from {{ ref('dim_products') }}
),

priced as (
    select
        orders.order_key || ':' || cast(items.line_number as string) as order_item_key,
        orders.order_key,
        items.line_number,
        items.source_system,
        {{ record_key('items.source_system', 'items.product_id') }} as product_key,
        orders.customer_id,
        orders.ordered_at,
        cast(orders.ordered_at as date) as order_date,
        orders.is_purchase,
        products.category,
        items.quantity,
        cast(items.unit_price * orders.rate as decimal(18, 4)) as unit_price,
        cast(
            case
                when items.unit_cost is null then products.unit_cost else items.unit_cost * orders.rate
            end as decimal(18, 4)
        ) as unit_cost,
        items.is_unit_cost_imputed
        or (items.unit_cost is null and products.unit_cost is not null) as is_unit_cost_imputed,
        cast(items.quantity * items.unit_price * orders.rate as decimal(18, 4)) as gross_amount,
        cast(coalesce(items.discount_amount, 0) * orders.rate as decimal(18, 4)) as discount_amount,
        cast(
            (items.quantity * items.unit_price - coalesce(items.discount_amount, 0)) * orders.rate as decimal(18, 4)
        ) as net_amount
    from items
    inner join orders
        on
            items.source_system = orders.source_system
            and items.order_id = orders.order_id
    left join products
        on
            items.source_system = products.source_system
            and items.product_id = products.product_id
),

final as (
    select
        *,
        cast(quantity * unit_cost as decimal(18, 4)) as cost_amount,
        cast(net_amount - quantity * unit_cost as decimal(18, 4)) as margin_amount
    from priced
)

select * from final
