with snapshot_days as (
    select * from {{ ref('int_snapshot_days') }}
),

sessions as (
    select
        customer_id,
        source_system,
        session_id,
        cast(min(occurred_at) as date) as event_date
    from {{ ref('fct_web_events') }}
    where customer_id is not null
    group by customer_id, source_system, session_id
),

events as (
    select
        customer_id,
        event_date,
        90 as reach_days,
        count(*) as web_sessions,
        0 as campaigns_sent,
        0 as campaign_clicks,
        0 as unsubscribes
    from sessions
    group by customer_id, event_date
    union all
    select
        customer_id,
        cast(touched_at as date) as event_date,
        365 as reach_days,
        0 as web_sessions,
        count(*) filter (where touch_type = 'sent') as campaigns_sent,
        count(*) filter (where touch_type = 'clicked') as campaign_clicks,
        count(*) filter (where touch_type = 'unsubscribed') as unsubscribes
    from {{ ref('fct_campaign_touches') }}
    where customer_id is not null and touch_type in ('sent', 'clicked', 'unsubscribed')
    group by customer_id, cast(touched_at as date)
),

features as (
    select
        events.customer_id,
        snapshot_days.snapshot_date,
        sum(events.web_sessions) filter (where snapshot_days.age_days < 30) as web_sessions_30d,
        sum(events.web_sessions) filter (where snapshot_days.age_days < 90) as web_sessions_90d,
        sum(events.campaigns_sent) as campaigns_sent_365d,
        sum(events.campaign_clicks) as campaign_clicks_365d,
        sum(events.unsubscribes) as unsubscribes_365d
    from events
    inner join snapshot_days
        on events.event_date = snapshot_days.date_day and events.reach_days > snapshot_days.age_days
    group by events.customer_id, snapshot_days.snapshot_date
)

select * from features
