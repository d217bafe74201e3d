with web_events as (
    select * from {{ customer_events('web_events', 'occurred_at') }}
),

final as (
    select
        {{ record_key('source_system', 'event_id') }} as event_key,
        source_system,
        session_id,
        anonymous_id,
        customer_id,
        occurred_at,
        event_type,
        page,
        {{ record_key('product_system', 'product_id') }} as product_key,
        device,
        utm_source,
        utm_medium,
        utm_campaign
    from web_events
)

select * from final
