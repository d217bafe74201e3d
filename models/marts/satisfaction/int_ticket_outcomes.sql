{{ config(access='protected', contract={'enforced': false}) }}

-- A need is voiced once: what the same customer raises again on the same topic within the window was not met before.
with tickets as (
    select * from {{ ref('fct_tickets') }}
),

scales as (
    select
        top_from,
        bottom_to
    from {{ ref('satisfaction_scales') }}
    where survey_type = 'csat' and scale_min = 1e0 and scale_max = 5e0
),

neighbours as (
    select
        ticket_key,
        lag(opened_at) over (
            partition by customer_id, topic order by opened_at asc nulls last, ticket_key asc nulls last
        ) as earlier_opened_at,
        lead(opened_at) over (
            partition by customer_id, topic order by opened_at asc nulls last, ticket_key asc nulls last
        ) as later_opened_at
    from tickets
    where customer_id is not null and topic is not null
),

judged as (
    select
        tickets.*,
        coalesce(
            {{ days_between('neighbours.earlier_opened_at', 'tickets.opened_at') }} <= {{ var('repeat_contact_days') }},
            false
        ) as is_repeat_contact,
        coalesce(
            {{ days_between('tickets.opened_at', 'neighbours.later_opened_at') }} <= {{ var('repeat_contact_days') }},
            false
        ) as is_raised_again
    from tickets
    left join neighbours on tickets.ticket_key = neighbours.ticket_key
),

final as (
    select
        judged.ticket_key,
        judged.customer_id,
        cast(date_trunc('month', judged.opened_at) as date) as month,
        coalesce(judged.channel, 'unknown') as channel,
        coalesce(judged.service_type, 'unknown') as service_type,
        coalesce(judged.topic, 'unknown') as topic,
        coalesce(judged.priority, 'unknown') as priority,
        judged.is_complaint,
        judged.is_open,
        judged.first_response_at is not null as is_answered,
        judged.first_response_hours,
        judged.resolution_hours,
        judged.csat_score,
        judged.is_repeat_contact,
        case
            when judged.is_raised_again or judged.csat_score <= scales.bottom_to then 'unmet'
            when judged.is_open then 'open'
            else 'met'
        end as need_outcome
    from judged
    left join scales on true
)

select * from final
