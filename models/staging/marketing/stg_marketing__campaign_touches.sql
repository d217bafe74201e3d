{{ config(enabled=is_mapped('marketing', 'campaign_touches')) }}

with raw as (
    select * from {{ raw_records('marketing', 'sends') }}
),

cleaned as (
    select
        {{ clean_text('touch_id') }} as touch_id,
        {{ clean_text('campaign_code') }} as campaign_code,
        {{ clean_text('subscriber_id') }} as subscriber_id,
        {{ clean_text('touched_at') }} as touched_at,
        lower({{ clean_text('action') }}) as action,
        {{ clean_text('offer') }} as offer,
        lower({{ clean_text('variant') }}) as variant,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_timestamp('touched_at') }} as happened_at
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('touch_id') }}
            {{ reject_missing('campaign_code') }}
            {{ reject_event_time('touched_at', 'happened_at', 'marketing') }}
            {{ reject_unknown_value('action', 'action', [
                'sent', 'delivered', 'opened', 'clicked', 'redeemed', 'unsubscribed', 'held_out'
            ]) }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(touch_id) as touch_id,
        upper(campaign_code) as campaign_id,
        upper(subscriber_id) as source_customer_id,
        happened_at as touched_at,
        action as touch_type,
        offer,
        variant,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
