{{ config(access='protected', contract={'enforced': false}) }}

-- How the tickets of a customer and kind of service were handled: resolved, in time, and well rated.
with tickets as (
    select * from {{ ref('int_ticket_outcomes') }}
    where customer_id is not null
),

weights as (
    select
        {{ score_weights('handling', ['resolution', 'speed', 'rating']) }}
    from {{ ref('relationship_score_weights') }}
),

parts as (
    select
        tickets.customer_id,
        tickets.service_type,
        count(*) as tickets,
        100e0 * avg(case when tickets.is_open then 0e0 else 1e0 end) as resolution,
        100e0 * avg(
            case
                when tickets.resolution_hours <= targets.resolution_target_hours then 1e0
                when tickets.resolution_hours > targets.resolution_target_hours then 0e0
            end
        ) as speed,
        avg(25e0 * (tickets.csat_score - 1)) as rating
    from tickets
    inner join {{ ref('service_targets') }} as targets on tickets.service_type = targets.service_type
    group by tickets.customer_id, tickets.service_type
),

final as (
    select
        parts.*,
        {{ weighted_score('handling', ['resolution', 'speed', 'rating']) }} as handling_score
    from parts
    cross join weights
)

select * from final
