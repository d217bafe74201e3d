{{ config(enabled=is_mapped('shop', 'order_items')) }}

with raw as (
    select * from {{ raw_records('shop', 'order_lines') }}
),

cleaned as (
    select
        {{ clean_text('order_no') }} as order_no,
        {{ clean_text('line_no') }} as line_no,
        {{ clean_text('sku') }} as sku,
        {{ clean_text('qty') }} as qty,
        {{ clean_text('unit_price') }} as unit_price,
        {{ clean_text('unit_cost') }} as unit_cost,
        {{ clean_text('line_discount') }} as line_discount,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_integer('line_no') }} as line_number,
        {{ parse_integer('qty') }} as quantity,
        {{ parse_money('unit_price') }} as price
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('order_no') }}
            {{ reject_missing('line_no') }}
            {{ reject_unreadable('line_no', 'line_number', 'an integer') }}
            {{ reject_missing('sku') }}
            {{ reject_missing('qty') }}
            {{ reject_unreadable('qty', 'quantity', 'an integer') }}
            {{ reject_zero('qty', 'quantity') }}
            {{ reject_negative('qty', 'quantity') }}
            {{ reject_out_of_range('qty', 'quantity', 1, 10000) }}
            {{ reject_missing('unit_price') }}
            {{ reject_unreadable('unit_price', 'price', 'a number') }}
            {{ reject_negative('unit_price', 'price') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(order_no) as order_id,
        line_number,
        upper(sku) as product_id,
        quantity,
        price as unit_price,
        {{ parse_money('unit_cost') }} as unit_cost,
        coalesce({{ parse_money('line_discount') }}, 0) as discount_amount,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
