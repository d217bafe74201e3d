with raw as (
    select * from {{ crm360.raw_records('grocer', 'products') }}
),

final as (
    select
        product_id,
        case
            when product_type is null then null
            when package_size is null then product_type
            else product_type || ', ' || package_size
        end as product_name,
        coalesce(product_category, department) as category,
        brand,
        source_file,
        source_row
    from raw
)

select * from final
