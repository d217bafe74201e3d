with events as (
    select * from {{ ref('int_forecast_events') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

days as (
    select {{ explode_days('first_event_date', 'as_of_date') }} as date_day
    from as_of
    where first_event_date is not null
),

starts as (
    select
        'month' as frequency,
        date_day as period_start,
        cast(date_day + interval 1 month as date) as next_start
    from days
    where date_day = cast(date_trunc('month', date_day) as date)
    union all
    select
        'week' as frequency,
        date_day as period_start,
        cast(date_day + interval 7 day as date) as next_start
    from days
    where {{ iso_weekday('date_day') }} = 1
),

-- A month or week that is not over yet would look like a slump.
periods as (
    select starts.*
    from starts
    inner join as_of
        on starts.next_start <= cast(as_of.as_of_date + interval 1 day as date)
),

series_events as (
    select
        event_date,
        measure,
        category,
        amount
    from events
    where category is not null
    union all
    select
        event_date,
        measure,
        'all' as category,
        sum(amount) as amount
    from events
    group by event_date, measure
),

amounts as (
    select
        periods.frequency,
        series_events.measure,
        series_events.category,
        periods.period_start,
        sum(series_events.amount) as amount
    from series_events
    inner join periods
        on series_events.event_date >= periods.period_start and series_events.event_date < periods.next_start
    group by periods.frequency, series_events.measure, series_events.category, periods.period_start
),

series as (
    select
        frequency,
        measure,
        category,
        min(period_start) as first_start
    from amounts
    group by frequency, measure, category
),

final as (
    select
        series.frequency,
        series.measure,
        series.category,
        periods.period_start,
        cast(coalesce(amounts.amount, 0e0) as double) as amount
    from series
    inner join periods
        on series.frequency = periods.frequency and series.first_start <= periods.period_start
    left join amounts
        on
            series.frequency = amounts.frequency
            and series.measure = amounts.measure
            and series.category = amounts.category
            and periods.period_start = amounts.period_start
)

select * from final
