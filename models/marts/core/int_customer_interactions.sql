{{ config(materialized='view', contract={'enforced': false}, access='protected') }}

with interactions as (
    select * from {{ ref('fct_interactions') }}
),

counted as (
    select
        customer_id,
        count(*) as interactions,
        max(occurred_at) filter (where interaction_type <> 'payment') as last_interaction_at,
        count(*) filter (where interaction_type = 'web_session') as web_sessions,
        count(*) filter (where interaction_type = 'ticket') as tickets,
        -- One message is logged several times: sent, delivered, opened, clicked.
        count(*) filter (where interaction_type = 'campaign_touch' and summary = 'sent') as campaign_touches
    from interactions
    group by customer_id
),

-- A payment is not a contact: direct debits run by themselves. Of several contacts at one moment, the first by type.
last_types as (
    select
        counted.customer_id,
        min(interactions.interaction_type) as last_interaction_type
    from counted
    inner join interactions
        on
            counted.customer_id = interactions.customer_id
            and counted.last_interaction_at = interactions.occurred_at
    where interactions.interaction_type <> 'payment'
    group by counted.customer_id
),

final as (
    select
        counted.*,
        last_types.last_interaction_type
    from counted
    left join last_types on counted.customer_id = last_types.customer_id
)

select * from final
