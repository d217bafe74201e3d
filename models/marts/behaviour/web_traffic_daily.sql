with sessions as (
    select * from {{ ref('fct_web_sessions') }}
),

by_dimension as (
    {{ by_dimension('sessions', web_session_dimensions()) }}
),

counted as (
    select
        session_date,
        dimension,
        dimension_value,
        count(*) as sessions,
        count(distinct visitor_key) as visitors,
        count(distinct customer_id) as customers,
        cast(sum(events) as bigint) as events,
        cast(sum(page_views) as bigint) as page_views,
        count(*) filter (where is_bounce) as bounces,
        cast(coalesce(sum(dwell_seconds), 0) as bigint) as dwell_seconds,
        count(*) filter (where has_listing) as listing_sessions,
        count(*) filter (where has_click) as click_sessions,
        count(*) filter (where has_purchase) as purchase_sessions
    from by_dimension
    group by all
),

final as (
    select
        session_date,
        dimension,
        dimension_value,
        sessions,
        visitors,
        customers,
        events,
        page_views,
        bounces,
        {{ safe_divide('bounces', 'sessions') }} as bounce_rate,
        dwell_seconds,
        {{ safe_divide('dwell_seconds', 'sessions - bounces') }} as average_dwell_seconds,
        listing_sessions,
        click_sessions,
        {{ safe_divide('click_sessions', 'listing_sessions') }} as click_rate,
        purchase_sessions,
        {{ safe_divide('purchase_sessions', 'sessions') }} as purchase_rate
    from counted
)

select * from final
