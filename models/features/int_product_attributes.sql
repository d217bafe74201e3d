with products as (
    select * from {{ ref('dim_products') }}
),

attributes as (
    select
        product_key,
        'category: ' || category as attribute
    from products
    union all
    select
        product_key,
        'brand: ' || brand as attribute
    from products
    union all
    -- Prices within a factor of two are alike.
    select
        product_key,
        'price: ' || cast(cast(floor(ln(1 + cast(list_price as double)) / 0.6931471805599453e0) as int) as string)
            as attribute
    from products
    where list_price >= 0
),

final as (
    select distinct
        product_key,
        attribute
    from attributes
    where attribute is not null
)

select * from final
