{{ config(access='protected', contract={'enforced': false}) }}

-- The best 100 products per customer and method, available and not owned: crm360/recommending/scoring.py in SQL.
with weights as (
    select * from {{ ref('int_recommendation_weights') }}
),

methods as (
    select
        method,
        blend_weight
    from {{ ref('ml_recommendation_evaluation') }}
    where metric = 'ndcg_at_10' and blend_weight > 0
),

neighbours as (
    select
        neighbours.method,
        neighbours.thing,
        neighbours.neighbour,
        neighbours.similarity
    from {{ ref('ml_recommendation_neighbours') }} as neighbours
    inner join methods on neighbours.method = methods.method
),

customers as (
    select distinct customer_id from weights
),

owned as (
    select distinct
        customer_id,
        product_key
    from {{ ref('int_recommendation_purchases') }}
),

popular as (
    select * from {{ ref('int_recommendation_popular') }}
),

scored as (
    select
        neighbours.method,
        weights.customer_id,
        neighbours.neighbour as product_key,
        sum(weights.weight * neighbours.similarity) as score
    from weights
    inner join neighbours on weights.product_key = neighbours.thing and neighbours.method <> 'user_user'
    group by neighbours.method, weights.customer_id, neighbours.neighbour
    union all
    select
        neighbours.method,
        neighbours.thing as customer_id,
        weights.product_key,
        sum(neighbours.similarity * weights.weight) as score
    from neighbours
    inner join weights on neighbours.neighbour = weights.customer_id
    where neighbours.method = 'user_user'
    group by neighbours.method, neighbours.thing, weights.product_key
    union all
    select
        methods.method,
        customers.customer_id,
        popular.product_key,
        popular.total_weight as score
    from methods
    cross join popular
    cross join customers
    where methods.method = 'popularity'
),

-- Rounded first: the order of summing may not tip a rank.
filtered as (
    select
        scored.method,
        scored.customer_id,
        scored.product_key,
        round(scored.score, 10) as score
    from scored
    inner join {{ ref('int_recommendation_available') }} as available on scored.product_key = available.product_key
    left join owned
        on
            scored.customer_id = owned.customer_id
            and scored.product_key = owned.product_key
    where owned.product_key is null and round(scored.score, 10) > 0
),

best as (
    select
        filtered.*,
        methods.blend_weight
    from filtered
    inner join methods on filtered.method = methods.method
    qualify row_number() over (
        partition by filtered.customer_id, filtered.method
        order by filtered.score desc nulls last, filtered.product_key asc nulls last
    ) <= 100
)

select * from best
