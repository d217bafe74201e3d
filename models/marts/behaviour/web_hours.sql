with sessions as (
    select
        coalesce(device, 'unknown') as device,
        cast({{ iso_weekday('session_date') }} as int) as iso_weekday,
        cast(extract(hour from started_at) as int) as hour_of_day,
        has_purchase
    from {{ ref('fct_web_sessions') }}
),

devices as (
    select
        device,
        count(*) as device_sessions
    from sessions
    group by device
),

weekdays as (
    {% for weekday in range(1, 8) -%}
    select {{ weekday }} as iso_weekday
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

hours as (
    {% for hour in range(24) -%}
    select {{ hour }} as hour_of_day
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        device,
        iso_weekday,
        hour_of_day,
        count(*) as sessions,
        count(*) filter (where has_purchase) as purchase_sessions
    from sessions
    group by all
),

final as (
    select
        devices.device,
        weekdays.iso_weekday,
        hours.hour_of_day,
        coalesce(counted.sessions, 0) as sessions,
        coalesce({{ safe_divide('counted.sessions', 'devices.device_sessions') }}, 0) as share_of_device_sessions,
        coalesce(counted.purchase_sessions, 0) as purchase_sessions,
        {{ safe_divide('counted.purchase_sessions', 'counted.sessions') }} as purchase_rate
    from devices
    cross join weekdays
    cross join hours
    left join counted
        on
            devices.device = counted.device
            and weekdays.iso_weekday = counted.iso_weekday
            and hours.hour_of_day = counted.hour_of_day
)

select * from final
