-- Survey responses + rated tickets = ratings = the monthly counts; and those of known customers = the customers'
-- counts.
with facts as (
    select
        count(*) as ratings,
        count(customer_id) as known_ratings
    from (
        select customer_id from {{ ref('fct_survey_responses') }}
        union all
        select customer_id from {{ ref('fct_tickets') }}
        where csat_score is not null
    ) as events
),

monthly as (
    select coalesce(sum(responses), 0) as ratings from {{ ref('satisfaction_monthly') }}
    where dimension = 'all'
),

customers as (
    select coalesce(sum(responses), 0) as known_ratings from {{ ref('customer_satisfaction') }}
)

select
    facts.*,
    monthly.ratings as monthly_ratings,
    customers.known_ratings as customers_ratings
from facts
cross join monthly
cross join customers
where
    facts.ratings <> monthly.ratings
    or facts.known_ratings <> customers.known_ratings
