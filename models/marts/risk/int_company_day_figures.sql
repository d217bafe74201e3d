{{ config(access='protected', contract={'enforced': false}) }}

-- Figures that are complete on their own day: an order counts whatever becomes of it, or the last days, whose orders
-- are still pending, would always look bad.
with orders as (
    select
        customer_id,
        order_date as date_day,
        net_amount,
        refund_amount > 0 as is_refunded
    from {{ ref('fct_orders') }}
),

first_orders as (
    select
        customer_id,
        min(date_day) as date_day
    from orders
    where customer_id is not null
    group by customer_id
),

tickets as (
    select
        cast(opened_at as date) as date_day,
        is_complaint
    from {{ ref('fct_tickets') }}
),

failed_payments as (
    select cast(coalesce(orders.ordered_at, payments.due_at) as date) as date_day
    from {{ ref('fct_payments') }} as payments
    left join {{ ref('fct_orders') }} as orders on payments.order_key = orders.order_key
    where payments.status = 'failed'
),

visits as (
    select
        session_date as date_day,
        sessions,
        purchase_rate
    from {{ ref('web_traffic_daily') }}
    where dimension = 'all'
),

final as (
    select
        'orders' as metric,
        date_day,
        cast(count(*) as double) as value
    from orders
    group by date_day
    union all
    select
        'revenue' as metric,
        date_day,
        cast(sum(net_amount) as double) as value
    from orders
    group by date_day
    union all
    select
        'refunds' as metric,
        date_day,
        cast(count(*) filter (where is_refunded) as double) as value
    from orders
    group by date_day
    union all
    select
        'new_customers' as metric,
        date_day,
        cast(count(*) as double) as value
    from first_orders
    group by date_day
    union all
    select
        'tickets' as metric,
        date_day,
        cast(count(*) as double) as value
    from tickets
    group by date_day
    union all
    select
        'complaints' as metric,
        date_day,
        cast(count(*) filter (where is_complaint) as double) as value
    from tickets
    group by date_day
    union all
    select
        'failed_payments' as metric,
        date_day,
        cast(count(*) as double) as value
    from failed_payments
    where date_day is not null
    group by date_day
    union all
    select
        'sessions' as metric,
        date_day,
        cast(sessions as double) as value
    from visits
    union all
    select
        'conversion' as metric,
        date_day,
        purchase_rate as value
    from visits
)

select * from final
