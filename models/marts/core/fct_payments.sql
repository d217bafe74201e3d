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

keyed as (
    select
        *,
        {{ record_key('source_system', 'order_id') }} as order_key
    from payments
),

final as (
    select
        {{ record_key('keyed.source_system', 'keyed.payment_id') }} as payment_key,
        keyed.source_system,
        keyed.payment_id,
        orders.order_key,
        keyed.invoice_id,
        coalesce(orders.customer_id, clusters.customer_id) as customer_id,
        keyed.method,
        keyed.amount,
        keyed.due_at,
        case when keyed.paid_at < as_of.as_of_ts then keyed.paid_at end as paid_at,
        keyed.status,
        -- An unpaid invoice is as late as it is on the as-of date.
        cast({{ days_between(
            'keyed.due_at', 'coalesce(case when keyed.paid_at < as_of.as_of_ts then keyed.paid_at end, as_of.as_of_date)'
        ) }} as int) as days_late
    from keyed
    cross join as_of
    left join orders on keyed.order_key = orders.order_key
    left join clusters
        on
            keyed.customer_system = clusters.source_system
            and keyed.source_customer_id = clusters.source_customer_id
    where coalesce(orders.ordered_at, keyed.due_at, keyed.paid_at) < as_of.as_of_ts
)

select * from final
