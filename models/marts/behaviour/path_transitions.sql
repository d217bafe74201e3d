with stays as (
    select
        'page' as level,
        page_path as page,
        session_key,
        event_number
    from {{ ref('int_web_path_steps') }}

    union all

    select
        'page_group' as level,
        page_group as page,
        session_key,
        event_number
    from {{ ref('int_web_path_steps') }}
),

with_neighbours as (
    select
        level,
        session_key,
        page,
        lag(page) over (partition by level, session_key order by event_number asc nulls last) as previous_page,
        lead(page) over (partition by level, session_key order by event_number asc nulls last) as next_page
    from stays
),

transitions as (
    select
        level,
        session_key,
        coalesce(previous_page, '(start)') as from_page,
        page as to_page
    from with_neighbours

    union all

    select
        level,
        session_key,
        page as from_page,
        '(exit)' as to_page
    from with_neighbours
    where next_page is null
),

counted as (
    select
        level,
        from_page,
        to_page,
        count(*) as transitions,
        count(distinct session_key) as sessions
    from transitions
    group by all
),

final as (
    select
        level,
        from_page,
        to_page,
        transitions,
        sessions,
        {{ safe_divide('transitions', 'sum(transitions) over (partition by level, from_page)') }} as probability
    from counted
)

select * from final
