with candidates as (
    select * from {{ ref('int_recommendation_candidates') }}
    where place <= 10
),

weights as (
    select * from {{ ref('int_recommendation_weights') }}
),

products as (
    select * from {{ ref('dim_products') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

-- The product of the customer that speaks most for it.
companions as (
    select
        candidates.customer_id,
        candidates.product_key,
        weights.product_key as reason_product_key
    from candidates
    inner join weights on candidates.customer_id = weights.customer_id
    inner join {{ ref('ml_recommendation_neighbours') }} as neighbours
        on
            neighbours.method = 'item_item'
            and weights.product_key = neighbours.thing
            and candidates.product_key = neighbours.neighbour
    where candidates.blend_score is not null
    qualify row_number() over (
        partition by candidates.customer_id, candidates.product_key
        order by round(weights.weight * neighbours.similarity, 10) desc nulls last, weights.product_key asc nulls last
    ) = 1
),

final as (
    select
        candidates.customer_id,
        as_of.as_of_date,
        candidates.place,
        cast(candidates.product_key as string) as product_key,
        cast(products.product_name as string) as product_name,
        cast(products.category as string) as category,
        coalesce(candidates.blend_score, candidates.popularity_score) as score,
        cast(case when candidates.blend_score is null then 'region_popularity' else 'blend' end as string) as source,
        cast(companions.reason_product_key as string) as reason_product_key,
        cast(coalesce('Bought with ' || reasons.product_name, 'Popular in the region') as string) as reason,
        cast(coalesce('常与“' || reasons.product_name || '”一起购买', '当地热销') as string) as reason_zh
    from candidates
    inner join products on candidates.product_key = products.product_key
    left join companions
        on
            candidates.customer_id = companions.customer_id
            and candidates.product_key = companions.product_key
    left join products as reasons on companions.reason_product_key = reasons.product_key
    cross join as_of
)

select * from final
