-- Customers whose response is not complete, or who were in several variants, tell nothing of the effect.
with members as (
    select * from {{ ref('int_campaign_customers') }}
    where variants = 1 and is_response_complete
),

campaigns as (
    select
        campaign_key,
        coalesce(min(media), 'unknown') as media,
        max(offer) is not null as has_offer
    from {{ ref('fct_campaign_touches') }}
    where campaign_key is not null
    group by campaign_key
),

cases as (
    select
        members.campaign_key,
        members.customer_id,
        campaigns.media || case when campaigns.has_offer then ' with offer' else ' without offer' end as campaign_type,
        cast(members.first_contact_at as date) as contact_date,
        members.variant <> '{{ var("control_variant") }}' as is_treated,
        members.orders > 0 as is_converted
    from members
    inner join campaigns on members.campaign_key = campaigns.campaign_key
)

select * from cases
