{{ config(access='protected', contract={'enforced': false}) }}

with payments as (
    select
        *,
        coalesce(order_key, source_system || ':' || invoice_id, payment_key) as claim_key
    from {{ ref('fct_payments') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

rates as (
    select * from {{ ref('exchange_rates') }}
    where reporting_currency = '{{ var("reporting_currency") }}'
),

-- Of several attempts at one order or invoice the last one is owed, and none where another way of paying was agreed.
attempts as (
    select
        payment_key,
        sum(case when coalesce(status, '') = 'failed' then 0 else 1 end) over (partition by claim_key)
            as other_payments,
        row_number() over (
            partition by claim_key, status order by due_at desc nulls last, payment_key desc nulls last
        ) as attempts_after
    from payments
),

dated as (
    select
        payments.payment_key,
        payments.claim_key,
        payments.order_key,
        payments.invoice_id,
        payments.customer_id,
        payments.status,
        orders.status as order_status,
        attempts.other_payments,
        attempts.attempts_after,
        cast(payments.amount * case
            when
                coalesce(orders.currency, '{{ var("reporting_currency") }}') = '{{ var("reporting_currency") }}'
                then 1
            else rates.rate
        end as decimal(18, 4)) as amount,
        cast(coalesce(orders.ordered_at, payments.due_at, payments.paid_at) as date) as issued_on,
        cast(coalesce(payments.due_at, orders.ordered_at, payments.paid_at) as date) as due_on,
        payments.due_at is not null as has_due_date,
        cast(payments.paid_at as date) as paid_on,
        payments.days_late
    from payments
    inner join attempts on payments.payment_key = attempts.payment_key
    left join orders on payments.order_key = orders.order_key
    left join rates on orders.currency = rates.currency
),

final as (
    select
        payment_key,
        claim_key,
        order_key,
        invoice_id,
        customer_id,
        amount,
        issued_on,
        due_on,
        has_due_date,
        paid_on,
        days_late,
        -- What is paid nobody knows when is settled, and was never seen open.
        case
            when paid_on is not null or coalesce(status, '') in ('paid', 'refunded') then 'settled'
            when coalesce(amount, 0) <= 0 then 'settled'
            when coalesce(order_status, '') in ('cancelled', 'returned') then 'void'
            when coalesce(status, '') = 'failed' and (other_payments > 0 or attempts_after > 1) then 'superseded'
            else 'outstanding'
        end as state
    from dated
)

select * from final
