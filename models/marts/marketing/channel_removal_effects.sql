{#- Steps after which the chain is read: column step_error says how far it is from settled. -#}
{%- set steps = var('attribution_markov_steps') %}

with journey_steps as (
    select * from {{ ref('int_markov_steps') }}
),

transitions as (
    select
        from_state,
        to_state,
        probability
    from {{ ref('int_markov_transitions') }}

    union all

    select
        '(conversion)' as from_state,
        '(conversion)' as to_state,
        1e0 as probability

    union all

    select
        '(lost)' as from_state,
        '(lost)' as to_state,
        1e0 as probability
),

channels as (
    select
        channel,
        count(*) as touches,
        count(distinct journey_key) as journeys,
        count(distinct journey_key) filter (where is_converted) as converting_journeys
    from journey_steps
    group by channel
),

states as (
    select distinct from_state as state
    from transitions
),

removals as (
    select channel as removed from channels
    union all
    select '(none)' as removed
),

-- The probability of a conversion from each state lies between `low` and `high`, which close in with each step.
step_0 as (
    select
        removals.removed,
        states.state,
        case when states.state = '(conversion)' then 1e0 else 0e0 end as low,
        case when states.state in ('(lost)', removals.removed) then 0e0 else 1e0 end as high
    from removals
    cross join states
),

{% for step in range(1, steps + 1) -%}
step_{{ step }} as (
    select
        previous.removed,
        moves.from_state as state,
        sum(case when moves.from_state = previous.removed then 0e0 else moves.probability * previous.low end) as low,
        sum(case when moves.from_state = previous.removed then 0e0 else moves.probability * previous.high end) as high
    from transitions as moves
    inner join step_{{ step - 1 }} as previous on moves.to_state = previous.state
    group by previous.removed, moves.from_state
),

{% endfor -%}
settled as (
    select
        removed,
        low as conversion_probability,
        high - low as step_error
    from step_{{ steps }}
    where state = '(start)'
),

effects as (
    select
        channels.*,
        whole.conversion_probability,
        reduced.conversion_probability as conversion_probability_without,
        greatest(whole.step_error, reduced.step_error) as step_error,
        greatest(
            0e0, 1e0 - {{ safe_divide('reduced.conversion_probability', 'whole.conversion_probability') }}
        ) as removal_effect
    from channels
    inner join settled as reduced on channels.channel = reduced.removed
    inner join settled as whole on whole.removed = '(none)'
),

final as (
    select
        channel,
        touches,
        journeys,
        converting_journeys,
        conversion_probability,
        conversion_probability_without,
        case when conversion_probability > 0 then removal_effect end as removal_effect,
        -- few rows: channels
        {{ safe_divide('removal_effect', 'sum(removal_effect) over ()') }} as removal_share,
        step_error
    from effects
)

select * from final
