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

hashed as (
    select
        *,
        {{ customer_hash('customer_id') }} as customer_hash
    from events
),

features as (
    select
        hashed.customer_id,
        snapshot_days.snapshot_date,
        sum(hashed.web_sessions) filter (where snapshot_days.age_days < 30) as web_sessions_30d,
        sum(hashed.web_sessions) filter (where snapshot_days.age_days < 90) as web_sessions_90d,
        sum(hashed.campaigns_sent) as campaigns_sent_365d,
        sum(hashed.campaign_clicks) as campaign_clicks_365d,
        sum(hashed.unsubscribes) as unsubscribes_365d
    from hashed
    inner join snapshot_days
        on
            hashed.event_date = snapshot_days.date_day
            and hashed.customer_hash < snapshot_days.hashes_below
            and hashed.reach_days > snapshot_days.age_days
    group by hashed.customer_id, snapshot_days.snapshot_date
)

select * from features
