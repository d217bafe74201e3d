with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

purchases as (
    select
        items.customer_id,
        items.product_key,
        items.order_date,
        max(as_of.as_of_date) as as_of_date,
        cast({{ days_between('items.order_date', 'max(as_of.as_of_date)') }} as int) as age_days
    from {{ ref('fct_order_items') }} as items
    inner join as_of on items.order_date <= as_of.as_of_date
    where items.is_purchase and items.customer_id is not null and items.product_key is not null
    group by items.customer_id, items.product_key, items.order_date
)

select * from purchases
