{{ config(enabled=is_mapped('shop', 'orders')) }}

with raw as (
    select * from {{ raw_records('shop', 'orders') }}
),

cleaned as (
    select
        {{ clean_text('order_no') }} as order_no,
        {{ clean_text('account_id') }} as account_id,
        {{ clean_text('placed_at') }} as placed_at,
        lower({{ clean_text('status') }}) as status,
        lower({{ clean_text('channel') }}) as channel,
        {{ clean_text('currency') }} as currency,
        {{ clean_text('subtotal') }} as subtotal,
        {{ clean_text('discount') }} as discount,
        {{ clean_text('tax') }} as tax,
        {{ clean_text('shipping') }} as shipping,
        {{ clean_text('refunded') }} as refunded,
        {{ clean_text('updated_at') }} as updated_at,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_timestamp('placed_at') }} as ordered_at,
        {{ parse_money('subtotal') }} as gross_amount
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('order_no') }}
            {{ reject_event_time('placed_at', 'ordered_at', 'shop') }}
            {{ reject_unknown_value('status', 'status', [
                'pending', 'completed', 'shipped', 'cancelled', 'returned', 'partially_refunded'
            ]) }}
            {{ reject_missing('subtotal') }}
            {{ reject_unreadable('subtotal', 'gross_amount', 'a number') }}
            {{ reject_negative('subtotal', 'gross_amount') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(order_no) as order_id,
        upper(account_id) as source_customer_id,
        ordered_at,
        status,
        channel,
        upper(currency) as currency,
        gross_amount,
        coalesce({{ parse_money('discount') }}, 0) as discount_amount,
        coalesce({{ parse_money('tax') }}, 0) as tax_amount,
        coalesce({{ parse_money('shipping') }}, 0) as shipping_amount,
        coalesce({{ parse_money('refunded') }}, 0) as refund_amount,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
