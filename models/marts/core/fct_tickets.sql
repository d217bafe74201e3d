with tickets as (
    select * from {{ customer_events('tickets', 'opened_at') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- What happens after the as-of date is not known yet on that day.
known as (
    select
        tickets.*,
        case when tickets.first_response_at < as_of.as_of_ts then tickets.first_response_at end as answered_at,
        case when tickets.resolved_at < as_of.as_of_ts then tickets.resolved_at end as solved_at,
        case when coalesce(tickets.resolved_at < as_of.as_of_ts, true) then tickets.csat_score end as known_score
    from tickets
    cross join as_of
),

final as (
    select
        {{ record_key('source_system', 'ticket_id') }} as ticket_key,
        source_system,
        ticket_id,
        customer_id,
        opened_at,
        answered_at as first_response_at,
        solved_at as resolved_at,
        channel,
        service_type,
        topic,
        priority,
        coalesce(is_complaint, false) as is_complaint,
        known_score as csat_score,
        case
            when answered_at >= opened_at then cast({{ hours_between('opened_at', 'answered_at') }} as double)
        end as first_response_hours,
        case when solved_at >= opened_at then cast({{ hours_between('opened_at', 'solved_at') }} as double) end
            as resolution_hours,
        solved_at is null as is_open,
        body,
        language
    from known
)

select * from final
