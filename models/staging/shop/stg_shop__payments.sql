{{ config(enabled=is_mapped('shop', 'payments')) }}

with raw as (
    select * from {{ raw_records('shop', 'payments') }}
),

cleaned as (
    select
        {{ clean_text('payment_no') }} as payment_no,
        {{ clean_text('order_no') }} as order_no,
        lower({{ clean_text('method') }}) as method,
        {{ clean_text('amount') }} as amount,
        {{ clean_text('due_at') }} as due_at,
        {{ clean_text('paid_at') }} as paid_at,
        lower({{ clean_text('state') }}) as state,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_money('amount') }} as amount_paid
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('payment_no') }}
            {{ reject_missing('order_no') }}
            {{ reject_missing('amount') }}
            {{ reject_unreadable('amount', 'amount_paid', 'a number') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(payment_no) as payment_id,
        upper(order_no) as order_id,
        method,
        amount_paid as amount,
        {{ parse_timestamp('due_at') }} as due_at,
        {{ parse_timestamp('paid_at') }} as paid_at,
        state as status,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
