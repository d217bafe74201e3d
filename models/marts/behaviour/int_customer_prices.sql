{{ config(access='protected', contract={'enforced': false}) }}

with lines as (
    select * from {{ ref('fct_order_items') }}
    where is_purchase and category is not null and quantity > 0 and unit_price > 0
),

categories as (
    select
        category,
        {{ safe_divide('sum(quantity * unit_price)', 'sum(quantity)') }} as average_price
    from lines
    group by category
),

final as (
    select
        lines.customer_id,
        cast(sum(lines.quantity) as bigint) as priced_units,
        -- To six digits: beyond them a sum of doubles depends on the order of the rows.
        round({{ safe_divide(
            'sum(lines.quantity * ' ~ safe_divide('lines.unit_price', 'categories.average_price') ~ ')',
            'sum(lines.quantity)'
        ) }}, 6) as price_ratio
    from lines
    inner join categories on lines.category = categories.category
    where lines.customer_id is not null
    group by lines.customer_id
)

select * from final
