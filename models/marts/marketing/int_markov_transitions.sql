{{ config(access='protected', contract={'enforced': false}) }}

with steps as (
    select * from {{ ref('int_markov_steps') }}
),

neighbours as (
    select
        channel,
        lag(channel) over (partition by journey_key order by step_number asc nulls last) as previous_channel,
        lead(channel) over (partition by journey_key order by step_number asc nulls last) as next_channel,
        is_converted
    from steps
),

moves as (
    select
        channel as from_state,
        coalesce(next_channel, case when is_converted then '(conversion)' else '(lost)' end) as to_state
    from neighbours

    union all

    select
        '(start)' as from_state,
        channel as to_state
    from neighbours
    where previous_channel is null
),

-- Staying in a channel delays the end of a journey and does not change it: without loops the chain settles sooner.
counted as (
    select
        from_state,
        to_state,
        count(*) as transitions
    from moves
    where from_state <> to_state
    group by from_state, to_state
),

final as (
    select
        from_state,
        to_state,
        transitions,
        {{ safe_divide('transitions', 'sum(transitions) over (partition by from_state)') }} as probability
    from counted
)

select * from final
