{%- set steps = ['view', 'cart', 'checkout', 'purchase'] %}

with counted as (
    select
        session_date,
        device,
        channel,
        {% for step in steps -%}
        has_{{ step }},
        {% endfor -%}
        funnel_depth,
        count(*) as sessions
    from {{ ref('fct_web_sessions') }}
    group by all
),

steps as (
    select * from {{ ref('web_funnel_steps') }}
),

by_dimension as (
    {{ by_dimension('counted', web_session_dimensions()) }}
),

-- A session that bought without a checkout event has passed the checkout all the same, so the funnel never widens.
by_step as (
    select
        by_dimension.session_date,
        by_dimension.dimension,
        by_dimension.dimension_value,
        steps.step_number,
        steps.funnel_step,
        steps.step_name,
        steps.step_name_zh,
        sum(by_dimension.sessions) as all_sessions,
        coalesce(sum(by_dimension.sessions) filter (where by_dimension.funnel_depth >= steps.step_number), 0)
            as sessions,
        coalesce(sum(by_dimension.sessions) filter (where case steps.funnel_step
            {% for step in steps -%}
            when '{{ step }}' then by_dimension.has_{{ step }}
            {% endfor -%}
        end), 0) as sessions_with_event
    from by_dimension
    cross join steps
    group by all
),

compared as (
    select
        *,
        lag(sessions) over (
            partition by session_date, dimension, dimension_value order by step_number asc nulls last
        ) as previous_sessions,
        max(sessions) over (partition by session_date, dimension, dimension_value) as first_sessions
    from by_step
),

final as (
    select
        session_date,
        dimension,
        dimension_value,
        step_number,
        funnel_step,
        step_name,
        step_name_zh,
        cast(all_sessions as bigint) as all_sessions,
        cast(sessions as bigint) as sessions,
        cast(sessions_with_event as bigint) as sessions_with_event,
        {{ safe_divide('sessions', 'previous_sessions') }} as conversion_from_previous,
        {{ safe_divide('sessions', 'first_sessions') }} as conversion_from_first,
        {{ safe_divide('sessions', 'all_sessions') }} as share_of_sessions,
        cast(previous_sessions - sessions as bigint) as dropped_sessions,
        {{ safe_divide('previous_sessions - sessions', 'previous_sessions') }} as drop_off
    from compared
)

select * from final
