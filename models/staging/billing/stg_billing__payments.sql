{{ config(enabled=is_mapped('billing', 'payments')) }}

with raw as (
    select * from {{ raw_records('billing', 'invoices') }}
),

cleaned as (
    select
        {{ clean_text('invoice_no') }} as invoice_no,
        {{ clean_text('subscriber_no') }} as subscriber_no,
        {{ clean_text('due_on') }} as due_on,
        {{ clean_text('paid_on') }} as paid_on,
        {{ clean_text('amount') }} as amount,
        lower({{ clean_text('method') }}) as method,
        lower({{ clean_text('state') }}) as state,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_money('amount') }} as amount_due
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('invoice_no') }}
            {{ reject_missing('subscriber_no') }}
            {{ reject_missing('amount') }}
            {{ reject_unreadable('amount', 'amount_due', 'a number') }}
            {{ reject_negative('amount', 'amount_due') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(invoice_no) as payment_id,
        upper(invoice_no) as invoice_id,
        upper(subscriber_no) as source_customer_id,
        method,
        amount_due as amount,
        {{ parse_timestamp('due_on') }} as due_at,
        {{ parse_timestamp('paid_on') }} as paid_at,
        state as status,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
