-- A scope is mined by itself: a level of the product tree, all customers or a segment, all baskets or those before the
-- holdout, whose rules are judged on the baskets after it.
with as_of as (
    select
        as_of_date,
        cast({{ dbt.dateadd('day', -var('basket_window_days'), 'as_of_date') }} as date) as after_date,
        cast({{ dbt.dateadd('day', -var('basket_holdout_days'), 'as_of_date') }} as date) as holdout_after_date
    from {{ ref('int_as_of') }}
),

purchases as (
    select
        items.order_key,
        items.customer_id,
        items.product_key,
        items.category,
        items.order_date <= as_of.holdout_after_date as is_before
    from {{ ref('fct_order_items') }} as items
    inner join as_of
        on
            items.order_date > as_of.after_date
            and items.order_date <= as_of.as_of_date
    where items.is_purchase
),

segments as (
    select
        customer_id,
        segment
    from {{ ref('customer_rfm') }}
),

items as (
    select
        'product' as level,
        order_key,
        customer_id,
        product_key as item,
        is_before
    from purchases
    where product_key is not null
    union all
    select
        'category' as level,
        order_key,
        customer_id,
        category as item,
        is_before
    from purchases
    where category is not null
),

scoped as (
    select
        level || '|all|all' as scope,
        order_key as basket,
        item
    from items
    union all
    select
        items.level || '|' || segments.segment || '|all' as scope,
        items.order_key as basket,
        items.item
    from items
    inner join segments on items.customer_id = segments.customer_id
    union all
    select
        level || '|all|before' as scope,
        order_key as basket,
        item
    from items
    where is_before
),

sized as (
    select distinct
        scope,
        basket,
        item
    from scoped
),

final as (
    select
        scope,
        basket,
        item
    from sized
    qualify count(*) over (partition by scope, basket) <= {{ var('basket_max_items') }}
)

select * from final
