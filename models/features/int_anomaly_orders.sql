-- What is known of an order on the as-of date, also what followed it: a review of orders, not a check before they are
-- taken.
with orders as (
    select * from {{ ref('fct_orders') }}
),

failed as (
    select
        order_key,
        count(*) filter (where status = 'failed') as failed_payments
    from {{ ref('fct_payments') }}
    where order_key is not null
    group by order_key
),

contacts as (
    select
        customer_id,
        max(alert_number) as customers_at_contact
    from {{ ref('int_risk_shared_contacts') }}
    group by customer_id
),

numbered as (
    select
        order_key,
        customer_id,
        ordered_at,
        cast(net_amount as double) as net_amount,
        cast({{ days_between("date '1970-01-01'", 'order_date') }} as bigint) as day_number
    from orders
    where customer_id is not null
),

rhythms as (
    select
        order_key,
        count(*) over (
            partition by customer_id order by day_number asc nulls last range between 3 preceding and 3 following
        ) as orders_within_3_days,
        avg(net_amount) over (
            partition by customer_id order by ordered_at asc nulls last, order_key asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as value_before
    from numbered
),

final as (
    select
        orders.order_key as entity_key,
        cast(coalesce(contacts.customers_at_contact, 0) as double) as customers_at_contact,
        {{ safe_divide('orders.discount_amount', 'orders.gross_amount') }} as discount_share,
        cast(coalesce(failed.failed_payments, 0) as double) as failed_payments,
        cast(orders.net_amount as double) as order_value,
        cast(rhythms.orders_within_3_days as double) as orders_within_3_days,
        case
            when orders.net_amount <> 0
                then least({{ safe_divide('orders.refund_amount', 'orders.net_amount') }}, 1e0)
        end as refund_share,
        cast(orders.item_count as double) as units,
        {{ safe_divide('orders.net_amount', 'rhythms.value_before') }} as value_ratio
    from orders
    left join rhythms on orders.order_key = rhythms.order_key
    left join failed on orders.order_key = failed.order_key
    left join contacts on orders.customer_id = contacts.customer_id
)

select * from final
