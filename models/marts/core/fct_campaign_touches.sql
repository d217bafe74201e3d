with touches as (
    select * from {{ customer_events('campaign_touches', 'touched_at') }}
),

campaigns as (
    select * from {{ ref('campaigns') }}
),

final as (
    select
        {{ record_key('touches.source_system', 'touches.touch_id') }} as touch_key,
        touches.source_system,
        {{ record_key('touches.source_system', 'touches.campaign_id') }} as campaign_key,
        touches.customer_id,
        touches.touched_at,
        touches.touch_type,
        campaigns.channel,
        campaigns.media,
        touches.offer,
        touches.variant
    from touches
    left join campaigns
        on
            touches.source_system = campaigns.source_system
            and touches.campaign_id = campaigns.campaign_id
)

select * from final
