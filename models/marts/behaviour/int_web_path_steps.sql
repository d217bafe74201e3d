{{ config(access='protected', contract={'enforced': false}) }}

{#- Several events on one page are one stay there; the last moment of the window is the as-of date. -#}

with events as (
    select * from {{ ref('int_web_session_events') }}
),

as_of as (
    select {{ window_start(var('web_path_days')) }} as first_date
    from {{ ref('int_as_of') }}
),

sessions as (
    select sessions.session_key
    from {{ ref('fct_web_sessions') }} as sessions
    inner join as_of
        on sessions.session_date >= as_of.first_date
),

pages as (
    select * from {{ ref('int_web_pages') }}
),

on_pages as (
    select
        events.session_key,
        events.event_number,
        pages.page_path,
        pages.page_group,
        lag(pages.page_path) over (partition by events.session_key order by events.event_number asc nulls last)
            as previous_path
    from events
    inner join sessions on events.session_key = sessions.session_key
    inner join pages on events.page = pages.page
),

stays as (
    select
        session_key,
        event_number,
        page_path,
        page_group
    from on_pages
    where coalesce(previous_path <> page_path, true)
)

select * from stays
