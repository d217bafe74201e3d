with campaigns as (
    select * from {{ crm360.raw_records('grocer', 'campaigns') }}
),

descriptions as (
    select * from {{ ref('stg_grocer__campaigns') }}
),

redemptions as (
    select * from {{ crm360.raw_records('grocer', 'coupon_redemptions') }}
),

sent as (
    select
        'sent:' || campaigns.campaign_id || ':' || campaigns.household_id as touch_id,
        campaigns.campaign_id,
        campaigns.household_id as source_customer_id,
        -- The file does not say when a household got the coupons: they are valid from the first day of the campaign.
        descriptions.started_at as touched_at,
        'sent' as touch_type,
        cast(null as string) as offer,
        case when descriptions.campaign_id is null then 'campaign_id: unknown campaign' end as reject_reason,
        campaigns.source_file,
        campaigns.source_row
    from campaigns
    left join descriptions on campaigns.campaign_id = descriptions.campaign_id
),

redeemed as (
    select
        'redeemed:' || campaign_id || ':' || household_id || ':' || coupon_upc || ':' || redemption_date as touch_id,
        campaign_id,
        household_id as source_customer_id,
        {{ crm360.parse_timestamp('redemption_date') }} as touched_at,
        'redeemed' as touch_type,
        coupon_upc as offer,
        cast(null as string) as reject_reason,
        source_file,
        source_row
    from redemptions
),

final as (
    select * from sent
    union all
    select * from redeemed
)

select * from final
