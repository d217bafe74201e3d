{{ config(access='protected', contract={'enforced': false}) }}

with as_of as (
    select
        as_of_date,
        cast(date_trunc('month', first_event_date) as date) as first_month
    from {{ ref('int_as_of') }}
),

months as (
    select
        dates.month_start as month,
        max(dates.date_day) as month_end,
        bool_or(dates.is_month_end) as is_full_month
    from {{ ref('dim_dates') }} as dates
    inner join as_of
        on
            dates.month_start >= as_of.first_month
            and dates.date_day <= as_of.as_of_date
    group by dates.month_start
)

select * from months
