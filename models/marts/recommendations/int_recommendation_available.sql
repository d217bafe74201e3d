{{ config(access='protected', contract={'enforced': false}) }}

with products as (
    select * from {{ ref('inventory_signals') }}
),

available as (
    select
        product_key,
        product_name,
        category
    from products
    where
        product_name is not null
        and days_since_last_sale < {{ var('recommendation_available_days') }}
        and coalesce(stock_units, 1) > 0
)

select * from available
