{{ config(access='protected', contract={'enforced': false}) }}

with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

orders as (
    select
        order_date as date_day,
        is_purchase,
        is_first_order,
        net_revenue,
        case when is_purchase then refund_amount else 0 end as refund_amount
    from {{ ref('fct_orders') }}
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

measured as (
    select 'orders' as metric, date_day, cast(count(*) filter (where is_purchase) as double) as value from orders group by date_day
    union all
    select 'revenue' as metric, date_day, cast(sum(net_revenue) as double) as value from orders group by date_day
    union all
    select 'refunds' as metric, date_day, cast(sum(refund_amount) as double) as value from orders group by date_day
    union all
    select 'new_customers' as metric, date_day, cast(count(*) filter (where is_first_order) as double) as value from orders group by date_day
    union all
    select 'tickets' as metric, date_day, cast(count(*) as double) as value from tickets group by date_day
    union all
    select 'complaints' as metric, date_day, cast(count(*) filter (where is_complaint) as double) as value from tickets group by date_day
    union all
    select 'failed_payments' as metric, date_day, cast(count(*) as double) as value from failed_payments
    where date_day is not null
    group by date_day
    union all
    select 'sessions' as metric, date_day, cast(sessions as double) as value from visits
    union all
    select 'conversion' as metric, date_day, purchase_rate as value from visits
),

-- A metric begins with its first day on record; from then on a day without a record is a zero, but no conversion.
begun as (
    select
        metric,
        min(date_day) as first_day
    from measured
    group by metric
),

final as (
    select
        begun.metric,
        days.date_day,
        days.iso_weekday,
        case when begun.metric = 'conversion' then measured.value else coalesce(measured.value, 0e0) end as value
    from begun
    inner join {{ ref('dim_dates') }} as days on begun.first_day <= days.date_day
    inner join as_of on days.date_day <= as_of.as_of_date
    left join measured
        on
            begun.metric = measured.metric
            and days.date_day = measured.date_day
)

select * from final
