{{ config(access='protected', contract={'enforced': false}) }}

{%- set first_share = var('attribution_first_share') %}
{%- set last_share = var('attribution_last_share') %}

with order_touches as (
    select * from {{ ref('int_order_touches') }}
),

effects as (
    select * from {{ ref('channel_removal_effects') }}
),

weighed as (
    select
        order_touches.*,
        power(0.5e0, {{ safe_divide('days_before_order', var('attribution_half_life_days')) }}) as decay_weight,
        coalesce(effects.removal_effect, 0e0) as markov_weight
    from order_touches
    left join effects
        on order_touches.channel = effects.channel
),

credited as (
    select
        *,
        case when touch_number = 1 then 1e0 else 0e0 end as first_touch_credit,
        case when touch_number = touches then 1e0 else 0e0 end as last_touch_credit,
        {{ safe_divide(1, 'touches') }} as linear_credit,
        {{ safe_divide('decay_weight', 'sum(decay_weight) over (partition by order_key)') }} as time_decay_credit,
        case
            when touches = 1 then 1e0
            when touches = 2 and touch_number = 1
                then coalesce({{ safe_divide(first_share, first_share + last_share) }}, 0.5e0)
            when touches = 2 then coalesce({{ safe_divide(last_share, first_share + last_share) }}, 0.5e0)
            when touch_number = 1 then cast({{ first_share }} as double)
            when touch_number = touches then cast({{ last_share }} as double)
            else {{ safe_divide(1 - first_share - last_share, 'touches - 2') }}
        end as position_based_credit,
        -- An order whose channels are all without effect is shared evenly.
        coalesce(
            {{ safe_divide('markov_weight', 'sum(markov_weight) over (partition by order_key)') }},
            {{ safe_divide(1, 'touches') }}
        ) as markov_credit
    from weighed
)

select * from credited
