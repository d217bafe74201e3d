{{ config(enabled=is_mapped('helpdesk', 'tickets')) }}

with raw as (
    select * from {{ raw_records('helpdesk', 'tickets') }}
),

cleaned as (
    select
        {{ clean_text('ticket_id') }} as ticket_id,
        {{ clean_text('requester_id') }} as requester_id,
        {{ clean_text('created_at') }} as created_at,
        {{ clean_text('first_reply_at') }} as first_reply_at,
        {{ clean_text('solved_at') }} as solved_at,
        lower({{ clean_text('via') }}) as via,
        lower({{ clean_text('service_type') }}) as service_type,
        lower({{ clean_text('topic') }}) as topic,
        lower({{ clean_text('priority') }}) as priority,
        {{ clean_text('complaint') }} as complaint,
        {{ clean_text('satisfaction') }} as satisfaction,
        {{ clean_text('description') }} as description,
        lower({{ clean_text('language') }}) as language,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_timestamp('created_at') }} as opened_at,
        {{ parse_integer('satisfaction') }} as csat
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('ticket_id') }}
            {{ reject_event_time('created_at', 'opened_at', 'helpdesk') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(ticket_id) as ticket_id,
        upper(requester_id) as source_customer_id,
        opened_at,
        {{ parse_timestamp('first_reply_at') }} as first_response_at,
        {{ parse_timestamp('solved_at') }} as resolved_at,
        via as channel,
        service_type,
        topic,
        priority,
        {{ parse_boolean('complaint') }} as is_complaint,
        case when csat between 1 and 5 then csat end as csat_score,
        description as body,
        language,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
