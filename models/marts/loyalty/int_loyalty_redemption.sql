{{ config(access='protected', contract={'enforced': false}) }}

{%- set window_days = var('loyalty_window_days') %}

with touches as (
    select * from {{ ref('fct_campaign_touches') }}
    -- Who was held out as a control got no offer.
    where customer_id is not null and touch_type <> 'held_out'
),

as_of as (
    select cast({{ dbt.dateadd('day', -window_days, 'as_of_ts') }} as timestamp) as window_start_at
    from {{ ref('int_as_of') }}
),

-- One message is logged several times: sent, delivered, opened, clicked, redeemed.
offers as (
    select
        touches.customer_id,
        touches.campaign_key,
        bool_or(touches.touch_type = 'redeemed') as is_redeemed
    from touches
    inner join as_of
        on touches.touched_at >= as_of.window_start_at
    group by touches.customer_id, touches.campaign_key
    having bool_or(touches.offer is not null or touches.touch_type = 'redeemed')
),

redemption as (
    select
        customer_id,
        count(*) as offers,
        count(*) filter (where is_redeemed) as offers_redeemed
    from offers
    group by customer_id
)

select * from redemption
