with orders as (
    select
        customer_id,
        order_key,
        cast(net_amount as double) as net_amount,
        cast(gross_amount as double) as gross_amount,
        cast(discount_amount as double) as discount_amount,
        cast(refund_amount as double) as refund_amount,
        cast({{ days_between("date '1970-01-01'", 'order_date') }} as bigint) as day_number
    from {{ ref('fct_orders') }}
    where customer_id is not null
),

bursts as (
    select
        *,
        count(*) over (
            partition by customer_id order by day_number asc nulls last range between 3 preceding and current row
        ) as orders_in_4_days
    from orders
),

payments as (
    select
        customer_id,
        count(*) filter (where status = 'failed') as failed_payments,
        count(*) as payments
    from {{ ref('fct_payments') }}
    group by customer_id
),

complaints as (
    select
        customer_id,
        count(*) as complaints
    from {{ ref('fct_tickets') }}
    where is_complaint
    group by customer_id
),

contacts as (
    select
        customer_id,
        max(alert_number) as customers_at_contact
    from {{ ref('int_risk_shared_contacts') }}
    group by customer_id
),

-- Rounded, since a sum's last digits depend on the order of its rows.
summed as (
    select
        customer_id,
        count(*) as orders,
        max(orders_in_4_days) as most_orders_in_4_days,
        max(net_amount) as largest_order_value,
        round(sum(net_amount), 4) as net_amount,
        round(sum(gross_amount), 4) as gross_amount,
        round(sum(discount_amount), 4) as discount_amount,
        round(sum(refund_amount), 4) as refund_amount
    from bursts
    group by customer_id
),

final as (
    select
        summed.customer_id as entity_key,
        {{ safe_divide('summed.net_amount', 'summed.orders') }} as average_order_value,
        cast(coalesce(complaints.complaints, 0) as double) as complaints,
        cast(coalesce(contacts.customers_at_contact, 0) as double) as customers_at_contact,
        {{ safe_divide('summed.discount_amount', 'summed.gross_amount') }} as discount_share,
        {{ safe_divide('payments.failed_payments', 'payments.payments') }} as failed_payment_share,
        cast(coalesce(payments.failed_payments, 0) as double) as failed_payments,
        summed.largest_order_value,
        cast(summed.most_orders_in_4_days as double) as most_orders_in_4_days,
        summed.net_amount as ordered_value,
        cast(summed.orders as double) as orders,
        {{ safe_divide('summed.refund_amount', 'summed.net_amount') }} as refund_share
    from summed
    left join payments on summed.customer_id = payments.customer_id
    left join complaints on summed.customer_id = complaints.customer_id
    left join contacts on summed.customer_id = contacts.customer_id
)

select * from final
