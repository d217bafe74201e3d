{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

with orders as (
    select * from {{ ref('fct_orders') }}
),

complaints as (
    select * from {{ ref('fct_tickets') }}
    where is_complaint
),

failed_payments as (
    select * from {{ ref('fct_payments') }}
    where status = 'failed'
),

-- A failed payment bears no date of its own: that of its order, or else its due date.
events as (
    select
        'order_velocity' as rule,
        customer_id,
        order_key as event_key,
        ordered_at as occurred_at
    from orders
    union all
    select
        'complaint_burst' as rule,
        customer_id,
        ticket_key as event_key,
        opened_at as occurred_at
    from complaints
    union all
    select
        'failed_payments' as rule,
        failed_payments.customer_id,
        failed_payments.payment_key as event_key,
        coalesce(orders.ordered_at, failed_payments.due_at) as occurred_at
    from failed_payments
    left join orders on failed_payments.order_key = orders.order_key
),

final as (
    select * from events
    where customer_id is not null and occurred_at is not null
)

select * from final
