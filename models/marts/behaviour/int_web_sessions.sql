{{ config(access='protected', contract={'enforced': false}) }}

with events as (
    select * from {{ ref('int_web_session_events') }}
),

event_types as (
    select
        types.*,
        steps.step_number
    from {{ ref('web_event_types') }} as types
    left join {{ ref('web_funnel_steps') }} as steps on types.funnel_step = steps.funnel_step
),

labelled as (
    select
        events.*,
        coalesce(event_types.is_page_view, false) as is_page_view,
        coalesce(event_types.is_listing, false) as is_listing,
        event_types.funnel_step,
        event_types.step_number,
        min(case
            when coalesce(events.utm_source, events.utm_medium, events.utm_campaign) is not null
                then events.event_number
        end) over (partition by events.session_key) as tagged_number
    from events
    left join event_types on events.event_type = event_types.event_type
),

final as (
    select
        session_key,
        min(source_system) as source_system,
        min(visitor_key) as visitor_key,
        min(anonymous_id) as anonymous_id,
        min(session_number) as session_number,
        -- A change of the known customer begins a session, so there is at most one.
        max(customer_id) as known_customer_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        {{ first_by('device', 'event_number') }} as device,
        max(case when event_number = tagged_number then utm_source end) as utm_source,
        max(case when event_number = tagged_number then utm_medium end) as utm_medium,
        max(case when event_number = tagged_number then utm_campaign end) as utm_campaign,
        {{ first_by('page', 'event_number') }} as entry_page,
        {{ last_by('page', 'event_number') }} as exit_page,
        count(*) as events,
        count(*) filter (where is_page_view) as page_views,
        count(distinct product_key) as products_seen,
        -- A click is a product looked at after a list or a search of the same session offered some.
        count(*) filter (where is_listing) > 0 as has_listing,
        coalesce(
            max(event_number) filter (where funnel_step = 'view') > min(event_number) filter (where is_listing), false
        ) as has_click,
        {% for step in ['view', 'cart', 'checkout', 'purchase'] -%}
        count(*) filter (where funnel_step = '{{ step }}') > 0 as has_{{ step }},
        {% endfor -%}
        coalesce(max(step_number), 0) as funnel_depth
    from labelled
    group by session_key
)

select * from final
