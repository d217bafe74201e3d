-- Each device has all 168 hours of the week, their shares sum to 1, and each weekday has the sessions that the calendar
-- gives it.
with devices as (
    select
        device,
        count(*) as cells,
        sum(share_of_device_sessions) as share
    from {{ ref('web_hours') }}
    group by device
),

weekdays as (
    select
        iso_weekday,
        sum(sessions) as sessions
    from {{ ref('web_hours') }}
    group by iso_weekday
),

calendar as (
    select
        dates.iso_weekday,
        count(*) as sessions
    from {{ ref('fct_web_sessions') }} as sessions
    inner join {{ ref('dim_dates') }} as dates on sessions.session_date = dates.date_day
    group by dates.iso_weekday
)

select
    device as what,
    cells as found
from devices
where cells <> 168 or abs(share - 1) > 1e-9

union all

select
    'weekday ' || cast(weekdays.iso_weekday as string) as what,
    cast(weekdays.sessions as bigint) as found
from weekdays
left join calendar on weekdays.iso_weekday = calendar.iso_weekday
where weekdays.sessions <> coalesce(calendar.sessions, 0)
