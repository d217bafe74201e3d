{{ config(enabled=is_mapped('web', 'web_events')) }}

with raw as (
    select * from {{ raw_records('web', 'events') }}
),

cleaned as (
    select
        {{ clean_text('event_id') }} as event_id,
        {{ clean_text('session_id') }} as session_id,
        {{ clean_text('visitor_id') }} as visitor_id,
        {{ clean_text('account_id') }} as account_id,
        {{ clean_text('occurred_at') }} as occurred_at,
        lower({{ clean_text('event') }}) as event,
        {{ clean_text('page') }} as page,
        {{ clean_text('sku') }} as sku,
        lower({{ clean_text('device') }}) as device,
        {{ clean_text('utm_source') }} as utm_source,
        {{ clean_text('utm_medium') }} as utm_medium,
        {{ clean_text('utm_campaign') }} as utm_campaign,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_timestamp('occurred_at') }} as happened_at
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('event_id') }}
            {{ reject_missing('session_id') }}
            {{ reject_event_time('occurred_at', 'happened_at', 'web') }}
            {{ reject_unknown_value('event', 'event', [
                'page_view', 'product_view', 'search', 'add_to_cart', 'checkout', 'purchase', 'login'
            ]) }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(event_id) as event_id,
        upper(session_id) as session_id,
        upper(visitor_id) as anonymous_id,
        'shop' as customer_system,
        upper(account_id) as source_customer_id,
        happened_at as occurred_at,
        event as event_type,
        page,
        'shop' as product_system,
        upper(sku) as product_id,
        device,
        utm_source,
        utm_medium,
        utm_campaign,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
