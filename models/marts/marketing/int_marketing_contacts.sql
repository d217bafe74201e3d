{{ config(access='protected', contract={'enforced': false}) }}

with web_touches as (
    select * from {{ ref('int_web_touches') }}
),

campaign_touches as (
    select * from {{ ref('fct_campaign_touches') }}
),

touch_types as (
    select * from {{ ref('campaign_touch_types') }}
),

contacts as (
    select
        'web:' || session_key as contact_key,
        customer_id,
        coalesce(customer_id, visitor_key) as person_key,
        touched_at,
        channel,
        media,
        campaign_key,
        coalesce(campaign_key, utm_campaign) as campaign,
        true as is_engaged,
        true as is_click
    from web_touches

    union all

    select
        'campaign:' || campaign_touches.touch_key as contact_key,
        campaign_touches.customer_id,
        coalesce(campaign_touches.customer_id, campaign_touches.touch_key) as person_key,
        campaign_touches.touched_at,
        coalesce(campaign_touches.channel, 'unknown') as channel,
        coalesce(campaign_touches.media, 'unknown') as media,
        campaign_touches.campaign_key,
        campaign_touches.campaign_key as campaign,
        touch_types.is_engaged,
        touch_types.is_click
    from campaign_touches
    inner join touch_types
        on campaign_touches.touch_type = touch_types.touch_type
    where touch_types.is_reached
)

select * from contacts
