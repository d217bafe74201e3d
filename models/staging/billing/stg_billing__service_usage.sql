{{ config(enabled=is_mapped('billing', 'service_usage')) }}

with raw as (
    select * from {{ raw_records('billing', 'usage') }}
),

cleaned as (
    select
        {{ clean_text('subscriber_no') }} as subscriber_no,
        {{ clean_text('month') }} as month,
        lower({{ clean_text('metric') }}) as metric,
        {{ clean_text('value') }} as value,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_month('month') }} as usage_month,
        {{ parse_money('value') }} as amount_used
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('subscriber_no') }}
            {{ reject_missing('month') }}
            {{ reject_unreadable('month', 'usage_month', 'a date') }}
            {{ reject_unknown_value('metric', 'metric', ['voice_minutes', 'data_mb', 'logins', 'balance']) }}
            {{ reject_unreadable('value', 'amount_used', 'a number') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(subscriber_no) as source_customer_id,
        usage_month,
        metric,
        amount_used as value,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
