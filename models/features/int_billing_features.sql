{%- set activity_metrics = var('usage_activity_metrics', ['voice_minutes', 'data_mb', 'logins']) | join("', '") %}

with snapshot_days as (
    select * from {{ ref('int_snapshot_days') }}
),

-- A payment is late from its due date on, whether it is paid later or not at all. Usage of a month is known at its end.
events as (
    select
        customer_id,
        cast(due_at as date) as event_date,
        1 as payments_due,
        case when paid_at is null or cast(paid_at as date) > cast(due_at as date) then 1 else 0 end as late_payments,
        case when invoice_id is not null then 1 else 0 end as invoices,
        cast(null as double) as activity
    from {{ ref('fct_payments') }}
    where customer_id is not null and due_at is not null and coalesce(status, '') != 'refunded'
    union all
    select
        customer_id,
        cast(date_trunc('month', usage_month) + interval 1 month - interval 1 day as date) as event_date,
        0 as payments_due,
        0 as late_payments,
        1 as invoices,
        round(avg(ln(1 + value)), 6) as activity
    from {{ ref('fct_service_usage') }}
    where
        customer_id is not null
        and value >= 0
        and metric in ('{{ activity_metrics }}')
    group by customer_id, usage_month
),

hashed as (
    select
        *,
        {{ customer_hash('customer_id') }} as customer_hash
    from events
),

windowed as (
    select
        hashed.customer_id,
        snapshot_days.snapshot_date,
        sum(hashed.payments_due) as payments_due_365d,
        sum(hashed.late_payments) as late_payments_365d,
        sum(hashed.invoices) filter (where snapshot_days.age_days < 90) as subscription_signs_90d,
        avg(hashed.activity) filter (where snapshot_days.age_days < 90) as activity_recent,
        avg(hashed.activity) filter (where snapshot_days.age_days >= 90) as activity_before
    from hashed
    inner join snapshot_days
        on
            hashed.event_date = snapshot_days.date_day
            and hashed.customer_hash < snapshot_days.hashes_below
            and snapshot_days.age_days < 365
    group by hashed.customer_id, snapshot_days.snapshot_date
),

features as (
    select
        customer_id,
        snapshot_date,
        subscription_signs_90d,
        case when payments_due_365d > 0 then late_payments_365d end as late_payments_365d,
        round(exp(activity_recent - activity_before) - 1, 6) as usage_change_90d
    from windowed
)

select * from features
