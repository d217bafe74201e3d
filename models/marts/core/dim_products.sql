with products as (
    select * from {{ ref('products') }}
),

final as (
    select
        {{ record_key('source_system', 'product_id') }} as product_key,
        source_system,
        product_id,
        product_name,
        category,
        brand,
        unit_cost,
        is_unit_cost_imputed,
        list_price
    from products
)

select * from final
