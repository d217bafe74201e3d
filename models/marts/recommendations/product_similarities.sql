with neighbours as (
    select * from {{ ref('ml_recommendation_neighbours') }}
    where method = 'item_item'
),

products as (
    select
        product_key,
        product_name
    from {{ ref('dim_products') }}
),

final as (
    select
        cast(neighbours.thing as string) as product_key,
        cast(products.product_name as string) as product_name,
        cast(neighbours.neighbour as string) as neighbour_key,
        cast(others.product_name as string) as neighbour_name,
        neighbours.similarity,
        cast(row_number() over (
            partition by neighbours.thing
            order by neighbours.similarity desc nulls last, neighbours.neighbour asc nulls last
        ) as int) as place
    from neighbours
    left join products on neighbours.thing = products.product_key
    left join products as others on neighbours.neighbour = others.product_key
)

select * from final
where place <= 20
