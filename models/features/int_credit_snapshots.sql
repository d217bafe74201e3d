-- Month ends whose outcome is known serve to learn from, and a sample of customers is enough for them.
with as_of as (
    select
        as_of_date,
        first_event_date
    from {{ ref('int_as_of') }}
),

customers as (
    select count(distinct customer_id) as customers from {{ ref('int_receivables') }}
    where has_due_date
),

month_ends as (
    select
        days.date_day as snapshot_date,
        false as is_as_of,
        cast(
            days.date_day + interval {{ var('credit_horizon_days') + var('credit_bad_days') + 1 }} day as date
        ) as label_known_on,
        {{ hash_limit(var('credit_training_customers'), 'customers.customers') }} as hashes_below
    from {{ ref('dim_dates') }} as days
    cross join as_of
    cross join customers
    where
        days.is_month_end
        and days.date_day >= as_of.first_event_date
        and cast(
            days.date_day + interval {{ var('credit_horizon_days') + var('credit_bad_days') + 1 }} day as date
        ) <= as_of.as_of_date
),

newest_month_ends as (
    select * from month_ends
    -- few rows: one per month
    qualify row_number() over (order by snapshot_date desc nulls last) <= {{ var('credit_months') }}
),

today as (
    select
        as_of_date as snapshot_date,
        true as is_as_of,
        cast(null as date) as label_known_on,
        'G' as hashes_below
    from as_of
    where as_of_date is not null
),

dates as (
    select * from newest_month_ends
    union all
    select * from today
)

select * from dates
