-- Tickets = the tickets of each dimension of service_monthly and complaints_monthly = the needs of
-- voice_of_customer_monthly.
with facts as (
    select
        count(*) as tickets,
        count(*) filter (where is_complaint) as complaints
    from {{ ref('fct_tickets') }}
),

counted as (
    select
        'service ' || dimension as counted_in,
        sum(tickets) as tickets,
        cast(null as bigint) as complaints
    from {{ ref('service_monthly') }}
    group by dimension
    union all
    select
        'complaints ' || dimension as counted_in,
        sum(tickets) as tickets,
        sum(complaints) as complaints
    from {{ ref('complaints_monthly') }}
    group by dimension
    union all
    select
        'voice of customer' as counted_in,
        sum(needs) as tickets,
        cast(null as bigint) as complaints
    from {{ ref('voice_of_customer_monthly') }}
)

select
    counted.*,
    facts.tickets as fact_tickets,
    facts.complaints as fact_complaints
from counted
cross join facts
where counted.tickets <> facts.tickets or counted.complaints <> facts.complaints
