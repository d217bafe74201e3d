-- A customer's history with each leading category, up to each snapshot. Training and scoring read the same rows.
with snapshot_days as (
    select * from {{ ref('int_snapshot_days') }}
),

days as (
    select * from {{ ref('int_category_days') }}
),

dated as (
    select
        days.customer_id,
        days.category,
        snapshot_days.snapshot_date,
        snapshot_days.is_as_of,
        snapshot_days.age_days
    from days
    inner join snapshot_days
        on days.order_date = snapshot_days.date_day and days.customer_hash < snapshot_days.hashes_below
),

customers as (
    select
        customer_id,
        snapshot_date,
        is_as_of,
        count(distinct age_days) as days_total,
        count(distinct case when age_days < 365 then age_days end) as days_365d,
        min(age_days) as days_since
    from dated
    group by customer_id, snapshot_date, is_as_of
    having min(age_days) < {{ var('churn_lapsed_after_days') }}
),

histories as (
    select
        customer_id,
        snapshot_date,
        category,
        count(*) as days_total,
        count(*) filter (where age_days < 365) as days_365d,
        min(age_days) as days_since
    from dated
    group by customer_id, snapshot_date, category
),

categories as (
    select distinct category from days
),

choices as (
    select
        customers.customer_id,
        customers.snapshot_date,
        customers.is_as_of,
        categories.category,
        cast(coalesce(histories.days_total, 0) as int) as days_total,
        cast(coalesce(histories.days_365d, 0) as int) as days_365d,
        cast(histories.days_since as int) as days_since,
        coalesce(histories.days_since = customers.days_since, false) as is_last,
        {{ safe_divide('coalesce(histories.days_total, 0)', 'customers.days_total') }} as share_total,
        coalesce({{ safe_divide('coalesce(histories.days_365d, 0)', 'customers.days_365d') }}, 0e0) as share_365d
    from customers
    cross join categories
    left join histories
        on
            customers.customer_id = histories.customer_id
            and customers.snapshot_date = histories.snapshot_date
            and categories.category = histories.category
)

select * from choices
