with events as (
    select * from {{ ref('int_web_session_events') }}
),

pages as (
    select * from {{ ref('int_web_pages') }}
    where search_term is not null
),

last_views as (
    select
        events.session_key,
        max(events.event_number) as last_view_number
    from events
    inner join {{ ref('web_event_types') }} as types on events.event_type = types.event_type
    where types.funnel_step = 'view'
    group by events.session_key
),

sessions as (
    select
        session_key,
        has_purchase
    from {{ ref('fct_web_sessions') }}
),

searches as (
    select
        cast(date_trunc('month', events.occurred_at) as date) as month,
        pages.search_term,
        pages.search_results,
        events.session_key,
        coalesce(last_views.last_view_number > events.event_number, false) as has_view_after,
        sessions.has_purchase
    from events
    inner join pages on events.page = pages.page
    inner join sessions on events.session_key = sessions.session_key
    left join last_views on events.session_key = last_views.session_key
),

counted as (
    select
        month,
        search_term,
        count(*) as searches,
        count(distinct session_key) as sessions,
        count(search_results) as searches_with_known_results,
        count(*) filter (where search_results = 0) as searches_without_result,
        count(*) filter (where has_view_after) as searches_followed_by_view,
        count(distinct session_key) filter (where has_purchase) as purchase_sessions
    from searches
    group by all
),

final as (
    select
        month,
        search_term,
        searches,
        sessions,
        searches_with_known_results,
        searches_without_result,
        {{ safe_divide('searches_without_result', 'searches_with_known_results') }} as without_result_share,
        searches_followed_by_view,
        {{ safe_divide('searches_followed_by_view', 'searches') }} as view_rate,
        purchase_sessions,
        {{ safe_divide('purchase_sessions', 'sessions') }} as purchase_rate
    from counted
)

select * from final
