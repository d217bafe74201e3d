with channels as (
    select
        channel,
        count(*) as touches,
        count(distinct journey_key) as journeys,
        count(distinct journey_key) filter (where is_converted) as converting_journeys
    from {{ ref('int_markov_steps') }}
    group by channel
),

removals as (
    select * from {{ ref('ml_channel_removals') }}
),

effects as (
    select
        channels.*,
        whole.conversion_probability,
        reduced.conversion_probability as conversion_probability_without,
        greatest(
            0e0, 1e0 - {{ safe_divide('reduced.conversion_probability', 'whole.conversion_probability') }}
        ) as removal_effect
    from channels
    inner join removals as reduced on channels.channel = reduced.removed
    inner join removals as whole on whole.removed = '(none)'
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
        {{ safe_divide('removal_effect', 'sum(removal_effect) over ()') }} as removal_share
    from effects
)

select * from final
