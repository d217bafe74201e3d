-- Within a session no two events are further apart than the silence that ends one, and no customer is another's: told
-- from the events alone, without the windows that cut the sessions.
with events as (
    select * from {{ ref('int_web_session_events') }}
),

neighbours as (
    select
        events.session_key,
        events.occurred_at,
        min(later.occurred_at) as next_at
    from events
    inner join events as later
        on
            events.session_key = later.session_key
            and events.event_number + 1 = later.event_number
    group by all
),

customers as (
    select
        session_key,
        count(distinct customer_id) as customers
    from events
    group by session_key
)

select
    session_key,
    'a gap' as fault
from neighbours
where
    next_at < occurred_at
    or round({{ hours_between('occurred_at', 'next_at') }} * 60, 6) > {{ var('web_session_silence_minutes') }}
union all
select
    session_key,
    'two customers' as fault
from customers
where customers > 1
