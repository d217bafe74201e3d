{{ config(access='protected', contract={'enforced': false}) }}

with orders as (
    select
        order_key,
        customer_id,
        ordered_at
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

touches as (
    select * from {{ ref('int_marketing_touches') }}
    where customer_id is not null
),

joined as (
    select
        orders.order_key,
        touches.*,
        {{ hours_between('touches.touched_at', 'orders.ordered_at') }} / 24e0 as days_before_order
    from orders
    inner join touches
        on
            orders.customer_id = touches.customer_id
            and orders.ordered_at >= touches.touched_at
    where
        {{ hours_between('touches.touched_at', 'orders.ordered_at') }}
        <= 24 * {{ var('attribution_lookback_days') }}
),

numbered as (
    select
        *,
        row_number() over (
            partition by order_key order by touched_at asc nulls last, touch_key asc nulls last
        ) as touch_number,
        count(*) over (partition by order_key) as touches
    from joined
)

select * from numbered
