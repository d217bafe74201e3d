with payments as (
    select * from {{ ref('payments') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

orders as (
    select
        order_key,
        customer_id,
        ordered_at
    from {{ ref('fct_orders') }}
),

clusters as (
    select * from {{ ref('int_identity_clusters') }}
),

-- What happens after the as-of date is not known yet on that day.
known as (
    select
        payments.source_system,
        payments.payment_id,
        payments.invoice_id,
        payments.customer_system,
        payments.source_customer_id,
        payments.method,
        payments.amount,
        payments.due_at,
        as_of.as_of_date,
        as_of.as_of_ts,
        {{ record_key('payments.source_system', 'payments.order_id') }} as order_key,
        coalesce(payments.due_at, payments.paid_at) as dated_at,
        case when payments.paid_at < as_of.as_of_ts then payments.paid_at end as paid_at,
        case when payments.paid_at >= as_of.as_of_ts then 'pending' else payments.status end as status
    from payments
    cross join as_of
),

final as (
    select
        {{ record_key('known.source_system', 'known.payment_id') }} as payment_key,
        known.source_system,
        known.payment_id,
        orders.order_key,
        known.invoice_id,
        coalesce(orders.customer_id, clusters.customer_id) as customer_id,
        known.method,
        known.amount,
        known.due_at,
        known.paid_at,
        known.status,
        -- What is not paid is as late as it is on the as-of date; what was paid nobody knows when has no lateness.
        case
            when known.paid_at is not null or known.status is null or known.status not in ('paid', 'refunded')
                then cast({{ days_between('known.due_at', 'coalesce(known.paid_at, known.as_of_date)') }} as int)
        end as days_late
    from known
    left join orders on known.order_key = orders.order_key
    left join clusters
        on
            known.customer_system = clusters.source_system
            and known.source_customer_id = clusters.source_customer_id
    where coalesce(orders.ordered_at, known.dated_at) < known.as_of_ts
)

select * from final
