with sessions as (
    select * from {{ ref('int_web_sessions') }}
),

visitors as (
    select
        visitor_key,
        count(distinct known_customer_id) as customers,
        min(known_customer_id) as only_customer_id
    from sessions
    group by visitor_key
),

counted as (
    select
        *,
        count(known_customer_id) over (
            partition by visitor_key order by session_number asc nulls last
            rows between unbounded preceding and current row
        ) as known_sessions
    from sessions
),

carried as (
    select
        *,
        max(known_customer_id) over (partition by visitor_key, known_sessions) as last_customer_id
    from counted
),

-- Backwards only where the visitor id is one customer's: before the first login on a shared device nobody knows who it
-- was.
stitched as (
    select
        carried.*,
        case
            when visitors.customers = 1 then visitors.only_customer_id else carried.last_customer_id
        end as customer_id,
        case
            when carried.known_customer_id is not null then 'login'
            when carried.last_customer_id is not null then 'earlier_login'
            when visitors.customers = 1 then 'later_login'
        end as customer_known_by
    from carried
    left join visitors on carried.visitor_key = visitors.visitor_key
),

final as (
    select
        session_key,
        source_system,
        visitor_key,
        anonymous_id,
        session_number,
        customer_id,
        customer_known_by,
        started_at,
        ended_at,
        cast(started_at as date) as session_date,
        device,
        case
            when utm_medium is not null then lower(utm_medium)
            when coalesce(utm_source, utm_campaign) is not null then 'other'
            else 'direct'
        end as channel,
        utm_source,
        utm_medium,
        utm_campaign,
        entry_page,
        exit_page,
        events,
        page_views,
        products_seen,
        cast(round({{ hours_between('started_at', 'ended_at') }} * 3600) as bigint) as dwell_seconds,
        events = 1 as is_bounce,
        has_listing,
        has_click,
        has_view,
        has_cart,
        has_checkout,
        has_purchase,
        cast(funnel_depth as int) as funnel_depth
    from stitched
)

select * from final
