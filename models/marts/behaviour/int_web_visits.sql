{{ config(access='protected', contract={'enforced': false}) }}

{#- A visitor's events parted by silence alone. Each event carries the customer known from it, or from before it in the
    visit. -#}
{%- set silence_minutes = var('web_session_silence_minutes') %}

with events as (
    select
        *,
        -- Without a visitor id the tracker's session is the visitor; without that, too, each event is.
        coalesce(
            {{ record_key('source_system', 'anonymous_id') }},
            source_system || ':session:' || session_id,
            'event:' || event_key
        ) as visitor_key
    from {{ ref('fct_web_events') }}
),

with_previous as (
    select
        *,
        lag(occurred_at) over (
            partition by visitor_key order by occurred_at asc nulls last, event_key asc nulls last
        ) as previous_at
    from events
),

numbered as (
    select
        *,
        sum(case
            when previous_at is null then 1
            when round({{ hours_between('previous_at', 'occurred_at') }} * 3600) > {{ silence_minutes }} * 60 then 1
            else 0
        end) over (
            partition by visitor_key order by occurred_at asc nulls last, event_key asc nulls last
            rows between unbounded preceding and current row
        ) as visit_number
    from with_previous
),

counted as (
    select
        *,
        count(customer_id) over (
            partition by visitor_key, visit_number order by occurred_at asc nulls last, event_key asc nulls last
            rows between unbounded preceding and current row
        ) as known_events
    from numbered
),

final as (
    select
        *,
        -- Each count has one event whose customer is known, save for 0, which has none.
        max(customer_id) over (partition by visitor_key, visit_number, known_events) as carried_customer_id
    from counted
)

select * from final
