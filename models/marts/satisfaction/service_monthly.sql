with tickets as (
    select * from {{ ref('int_ticket_outcomes') }}
),

by_dimension as (
    {{ by_dimension('tickets', ticket_dimensions()) }}
),

counted as (
    select
        month,
        dimension,
        dimension_value,
        count(*) as tickets,
        count(distinct customer_id) as customers,
        count(*) filter (where is_answered) as answered,
        count(*) filter (where not is_open) as resolved,
        cast({{ quantile_disc('first_response_hours', 0.5) }} as double) as first_response_hours_median,
        cast({{ quantile_disc('first_response_hours', 0.9) }} as double) as first_response_hours_p90,
        cast({{ quantile_disc('resolution_hours', 0.5) }} as double) as resolution_hours_median,
        cast({{ quantile_disc('resolution_hours', 0.75) }} as double) as resolution_hours_p75,
        cast({{ quantile_disc('resolution_hours', 0.9) }} as double) as resolution_hours_p90,
        count(customer_id) as known_tickets,
        count(*) filter (where is_repeat_contact) as repeat_contacts,
        count(csat_score) as rated,
        avg(cast(csat_score as double)) as csat_mean
    from by_dimension
    group by month, dimension, dimension_value
),

final as (
    select
        month,
        dimension,
        dimension_value,
        tickets,
        customers,
        answered,
        resolved,
        first_response_hours_median,
        first_response_hours_p90,
        resolution_hours_median,
        resolution_hours_p75,
        resolution_hours_p90,
        known_tickets,
        repeat_contacts,
        {{ safe_divide('repeat_contacts', 'known_tickets') }} as repeat_contact_rate,
        rated,
        csat_mean
    from counted
)

select * from final
