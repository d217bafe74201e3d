{{ config(materialized='view', contract={'enforced': false}, access='protected') }}

with interactions as (
    select * from {{ ref('fct_interactions') }}
),

final as (
    select
        customer_id,
        count(*) as interactions,
        max(occurred_at) as last_interaction_at,
        max_by(interaction_type, occurred_at) as last_interaction_type,
        count(*) filter (where interaction_type = 'web_session') as web_sessions,
        count(*) filter (where interaction_type = 'ticket') as tickets,
        count(*) filter (where interaction_type = 'campaign_touch') as campaign_touches
    from interactions
    group by customer_id
)

select * from final
