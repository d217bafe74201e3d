{{ config(access='protected', contract={'enforced': false}) }}

with order_touches as (
    select * from {{ ref('int_order_touches') }}
),

-- Touches that no purchase followed within the lookback window.
unused_touches as (
    select touches.*
    from {{ ref('int_marketing_touches') }} as touches
    left join order_touches
        on touches.touch_key = order_touches.touch_key
    where order_touches.touch_key is null
),

with_gaps as (
    select
        *,
        case
            when {{ days_between(
                'lag(touched_at) over (partition by person_key order by touched_at asc nulls last, touch_key asc nulls last)',
                'touched_at'
            ) }} <= {{ var('attribution_lookback_days') }} then 0
            else 1
        end as is_new_journey
    from unused_touches
),

journeys as (
    select
        *,
        sum(is_new_journey) over (
            partition by person_key
            order by touched_at asc nulls last, touch_key asc nulls last
            rows between unbounded preceding and current row
        ) as journey_number
    from with_gaps
),

steps as (
    select
        'order:' || order_key as journey_key,
        true as is_converted,
        touch_number as step_number,
        channel
    from order_touches

    union all

    select
        concat_ws('', 'lost:', person_key, ':', cast(journey_number as string)) as journey_key,
        false as is_converted,
        row_number() over (
            partition by person_key, journey_number order by touched_at asc nulls last, touch_key asc nulls last
        ) as step_number,
        channel
    from journeys
)

select * from steps
