{{ config(materialized='view', contract={'enforced': false}, access='protected') }}

with interactions as (
    select * from {{ ref('fct_interactions') }}
),

counted as (
    select
        customer_id,
        count(*) as interactions,
        max(occurred_at) as last_interaction_at,
        count(*) filter (where interaction_type = 'web_session') as web_sessions,
        count(*) filter (where interaction_type = 'ticket') as tickets,
        count(*) filter (where interaction_type = 'campaign_touch') as campaign_touches
    from interactions
    group by customer_id
),

-- Of several interactions at the same moment, the first by name of type: an order before its payment, and always the
-- same one.
last_types as (
    select
        counted.customer_id,
        min(interactions.interaction_type) as last_interaction_type
    from counted
    inner join interactions
        on
            counted.customer_id = interactions.customer_id
            and counted.last_interaction_at = interactions.occurred_at
    group by counted.customer_id
),

final as (
    select
        counted.*,
        last_types.last_interaction_type
    from counted
    inner join last_types on counted.customer_id = last_types.customer_id
)

select * from final
