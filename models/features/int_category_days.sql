-- One row per customer, day of purchase and leading category; the others say nothing of what is likely next.
with items as (
    select distinct
        customer_id,
        order_date,
        category
    from {{ ref('fct_order_items') }}
    where is_purchase and customer_id is not null and category is not null
),

counted as (
    select
        category,
        count(*) as category_days
    from items
    group by category
),

most_bought as (
    select category
    from counted
    -- few rows: one per category
    qualify
        row_number() over (order by category_days desc nulls last, category asc nulls last)
        <= {{ var('propensity_categories') }}
),

days as (
    select
        items.customer_id,
        items.order_date,
        items.category,
        {{ customer_hash('items.customer_id') }} as customer_hash
    from items
    inner join most_bought on items.category = most_bought.category
)

select * from days
