with sightings as (
    select
        household_id,
        transaction_timestamp as seen_at
    from {{ source('grocer', 'transactions_sample') }}
    union all
    select
        campaigns.household_id,
        campaign_descriptions.start_date as seen_at
    from {{ source('grocer', 'campaigns') }} as campaigns
    inner join {{ source('grocer', 'campaign_descriptions') }} as campaign_descriptions
        on campaigns.campaign_id = campaign_descriptions.campaign_id
    union all
    select
        household_id,
        redemption_date as seen_at
    from {{ source('grocer', 'coupon_redemptions') }}
    union all
    select
        household_id,
        null as seen_at
    from {{ source('grocer', 'demographics') }}
),

final as (
    select
        household_id as source_customer_id,
        'US' as country_code,
        cast(min(seen_at) as timestamp) as created_at
    from sightings
    where household_id is not null
    group by household_id
)

select * from final
