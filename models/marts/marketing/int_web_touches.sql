{{ config(access='protected', contract={'enforced': false}) }}

with events as (
    select * from {{ ref('fct_web_events') }}
),

campaigns as (
    select
        upper(campaign_id) as campaign_tag,
        min({{ record_key('source_system', 'campaign_id') }}) as campaign_key
    from {{ ref('campaigns') }}
    group by upper(campaign_id)
),

-- A browser that was seen with one customer only is that customer's, before the log-in too.
browsers as (
    select
        source_system,
        anonymous_id,
        min(customer_id) as customer_id
    from events
    where anonymous_id is not null
    group by source_system, anonymous_id
    having count(distinct customer_id) = 1
),

sessions as (
    select
        source_system,
        session_id,
        case when count(distinct customer_id) = 1 then min(customer_id) end as customer_id,
        count(distinct customer_id) > 1 as is_shared,
        min(anonymous_id) as anonymous_id,
        min(occurred_at) as touched_at
    from events
    group by source_system, session_id
),

-- The tags of a session are those of its first tagged event.
tagged as (
    select
        source_system,
        session_id,
        lower(coalesce(utm_medium, utm_source, 'unknown')) as utm_medium,
        utm_campaign
    from events
    where coalesce(utm_medium, utm_source, utm_campaign) is not null
    qualify row_number() over (
        partition by source_system, session_id order by occurred_at asc nulls last, event_key asc nulls last
    ) = 1
),

final as (
    select
        {{ record_key('tagged.source_system', 'tagged.session_id') }} as session_key,
        coalesce(sessions.customer_id, browsers.customer_id) as customer_id,
        {{ record_key('tagged.source_system', 'coalesce(sessions.anonymous_id, tagged.session_id)') }} as visitor_key,
        sessions.touched_at,
        coalesce(utm_channels.channel, tagged.utm_medium) as channel,
        coalesce(utm_channels.media, 'online') as media,
        campaigns.campaign_key,
        tagged.utm_campaign
    from tagged
    inner join sessions
        on
            tagged.source_system = sessions.source_system
            and tagged.session_id = sessions.session_id
    left join browsers
        on
            sessions.source_system = browsers.source_system
            and sessions.anonymous_id = browsers.anonymous_id
            and not sessions.is_shared
    left join {{ ref('utm_channels') }} as utm_channels
        on tagged.utm_medium = utm_channels.utm_medium
    left join campaigns
        on upper(tagged.utm_campaign) = campaigns.campaign_tag
)

select * from final
