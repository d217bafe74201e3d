-- Each kind of interaction has as many rows as its fact has events of known customers.
with facts as (
    select
        'order' as interaction_type,
        count(*) as events
    from {{ ref('fct_orders') }}
    where customer_id is not null
    union all
    select
        'payment' as interaction_type,
        count(*) as events
    from {{ ref('fct_payments') }}
    where customer_id is not null and paid_at is not null
    union all
    select
        'ticket' as interaction_type,
        count(*) as events
    from {{ ref('fct_tickets') }}
    where customer_id is not null
    union all
    select
        'survey' as interaction_type,
        count(*) as events
    from {{ ref('fct_survey_responses') }}
    where customer_id is not null
    union all
    select
        'review' as interaction_type,
        count(*) as events
    from {{ ref('fct_reviews') }}
    where customer_id is not null
    union all
    select
        'campaign_touch' as interaction_type,
        count(*) as events
    from {{ ref('fct_campaign_touches') }}
    where customer_id is not null and touch_type <> 'held_out'
),

interactions as (
    select
        interaction_type,
        count(*) as events
    from {{ ref('fct_interactions') }}
    group by interaction_type
)

select
    facts.interaction_type,
    facts.events,
    interactions.events as interactions
from facts
left join interactions on facts.interaction_type = interactions.interaction_type
where facts.events <> coalesce(interactions.events, 0)
