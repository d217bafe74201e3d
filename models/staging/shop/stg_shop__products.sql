{{ config(enabled=is_mapped('shop', 'products')) }}

with raw as (
    select * from {{ raw_records('shop', 'products') }}
),

cleaned as (
    select
        {{ clean_text('sku') }} as sku,
        {{ clean_text('title') }} as title,
        {{ clean_text('category') }} as category,
        {{ clean_text('brand') }} as brand,
        {{ clean_text('cost') }} as cost,
        {{ clean_text('price') }} as price,
        {{ clean_text('updated_at') }} as updated_at,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

judged as (
    select
        *,
        case
            {{ reject_missing('sku') }}
        end as reject_reason
    from cleaned
),

renamed as (
    select
        upper(sku) as product_id,
        title as product_name,
        category,
        brand,
        {{ parse_money('cost') }} as unit_cost,
        {{ parse_money('price') }} as list_price,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
