{{ config(access='protected', contract={'enforced': false}) }}

-- A burst begins where as many events as the rule's threshold lie within its window; windows that share an event are
-- one burst.
with events as (
    select
        *,
        row_number() over (
            partition by rule, customer_id order by occurred_at asc nulls last, event_key asc nulls last
        ) as event_number
    from {{ ref('int_risk_burst_events') }}
),

rules as (
    select
        rule,
        window_days,
        cast(round(threshold) as bigint) as least_events
    from {{ ref('risk_rules') }}
    where enabled
),

dense as (
    select
        closing.rule,
        closing.customer_id,
        opening.event_key as opening_key,
        opening.event_number as opening_number,
        opening.occurred_at as opened_at,
        closing.event_number,
        closing.occurred_at
    from events as closing
    inner join rules on closing.rule = rules.rule
    inner join events as opening
        on
            closing.rule = opening.rule
            and closing.customer_id = opening.customer_id
            and closing.event_number - rules.least_events + 1 = opening.event_number
    where {{ hours_between('opening.occurred_at', 'closing.occurred_at') }} <= 24 * rules.window_days
),

compared as (
    select
        *,
        lag(event_number) over (partition by rule, customer_id order by event_number asc nulls last) as previous_number
    from dense
),

numbered as (
    select
        *,
        sum(case when previous_number is null or previous_number < opening_number then 1 else 0 end) over (
            partition by rule, customer_id order by event_number asc nulls last
            rows between unbounded preceding and current row
        ) as burst_number
    from compared
),

final as (
    select
        rule,
        customer_id,
        {{ first_by('opening_key', 'event_number') }} as occasion,
        cast(min(opened_at) as date) as occurred_on,
        cast(max(occurred_at) as date) as last_occurred_on,
        cast(max(event_number) - min(opening_number) + 1 as double) as alert_number
    from numbered
    group by rule, customer_id, burst_number
)

select * from final
