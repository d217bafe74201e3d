with as_of as (
    select * from {{ ref('int_as_of') }}
),

days as (
    select {{ explode_days('date_trunc(\'year\', first_event_date)', 'as_of_date') }} as date_day
    from as_of
    where first_event_date is not null
),

final as (
    select
        date_day,
        cast(extract(year from date_day) as int) as calendar_year,
        cast(extract(quarter from date_day) as int) as calendar_quarter,
        cast(extract(month from date_day) as int) as calendar_month,
        cast(date_trunc('month', date_day) as date) as month_start,
        cast(date_trunc('week', date_day) as date) as week_start,
        cast({{ iso_weekday('date_day') }} as int) as iso_weekday,
        {{ iso_weekday('date_day') }} >= 6 as is_weekend,
        date_day = last_day(date_day) as is_month_end
    from days
)

select * from final
