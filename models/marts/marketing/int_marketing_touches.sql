{{ config(access='protected', contract={'enforced': false}) }}

with contacts as (
    select * from {{ ref('int_marketing_contacts') }}
),

-- An e-mail that was opened and clicked, and the visit that the click led to, are one touch.
touches as (
    select
        person_key,
        max(customer_id) as customer_id,
        cast(touched_at as date) as touch_date,
        min(touched_at) as touched_at,
        channel,
        media,
        max(campaign_key) as campaign_key,
        campaign,
        bool_or(is_click) as is_click
    from contacts
    where is_engaged
    group by person_key, cast(touched_at as date), channel, media, campaign
),

final as (
    select
        concat_ws('|', person_key, cast(touch_date as string), channel, media, coalesce(campaign, '')) as touch_key,
        *
    from touches
)

select * from final
