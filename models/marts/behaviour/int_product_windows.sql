{{ config(access='protected', contract={'enforced': false}) }}

{#- What a product sold within the trailing windows that end with the as-of date. -#}
{%- set short_days, long_days = var('inventory_short_days'), var('inventory_long_days') %}

with sales as (
    select
        sales.*,
        {{ days_between('sales.order_date', 'as_of.as_of_date') }} as age_days
    from {{ ref('int_product_sales') }} as sales
    cross join {{ ref('int_as_of') }} as as_of
),

stock as (
    select * from {{ ref('product_stock') }}
),

final as (
    select
        sales.product_key,
        min(sales.order_date) as first_sold_date,
        max(sales.order_date) as last_sold_date,
        max(sales.age_days) as days_on_sale,
        coalesce(sum(sales.quantity) filter (where sales.age_days < {{ short_days }}), 0) as units_short,
        coalesce(sum(sales.quantity) filter (where sales.age_days < {{ long_days }}), 0) as units_long,
        count(*) filter (where sales.age_days < {{ short_days }}) as lines_short,
        count(*) filter (where sales.age_days >= {{ short_days }} and sales.age_days < 2 * {{ short_days }})
            as lines_before,
        coalesce(sum(sales.quantity) filter (where sales.order_date > stock.counted_on), 0) as units_since_count
    from sales
    left join stock on sales.product_key = stock.product_key
    group by sales.product_key
)

select * from final
