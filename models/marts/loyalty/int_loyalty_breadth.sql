{{ config(access='protected', contract={'enforced': false}) }}

with items as (
    select * from {{ ref('fct_order_items') }}
    where is_purchase and customer_id is not null
),

as_of as (
    select
        as_of_date,
        {{ window_start(var('loyalty_window_days')) }} as window_start_date
    from {{ ref('int_as_of') }}
),

breadth as (
    select
        items.customer_id,
        count(distinct items.product_key) as products,
        count(distinct items.category) as categories
    from items
    inner join as_of
        on items.order_date between as_of.window_start_date and as_of.as_of_date
    group by items.customer_id
)

select * from breadth
