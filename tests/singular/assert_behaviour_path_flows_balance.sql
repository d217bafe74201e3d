-- The probabilities out of each page sum to 1, as many moves come into a page as go out of it, and as many sessions
-- start as leave: all that saw a page in the window.
with outgoing as (
    select
        level,
        from_page as page,
        sum(transitions) as moves,
        sum(probability) as probability
    from {{ ref('path_transitions') }}
    group by all
),

incoming as (
    select
        level,
        to_page as page,
        sum(transitions) as moves
    from {{ ref('path_transitions') }}
    group by all
),

sessions as (
    select count(distinct session_key) as sessions from {{ ref('int_web_path_steps') }}
),

pages as (
    select
        coalesce(outgoing.level, incoming.level) as level,
        coalesce(outgoing.page, incoming.page) as page,
        coalesce(outgoing.moves, 0) as moves_out,
        coalesce(incoming.moves, 0) as moves_in,
        outgoing.probability
    from outgoing
    full outer join incoming
        on outgoing.level = incoming.level and outgoing.page = incoming.page
)

select pages.*
from pages
cross join sessions
where
    (pages.page = '(start)' and (pages.moves_in <> 0 or pages.moves_out <> sessions.sessions))
    or (pages.page = '(exit)' and (pages.moves_out <> 0 or pages.moves_in <> sessions.sessions))
    or (pages.page not in ('(start)', '(exit)') and pages.moves_in <> pages.moves_out)
    or (pages.page <> '(exit)' and coalesce(abs(pages.probability - 1) > 1e-9, true))
