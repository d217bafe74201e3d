{{ config(access='protected', contract={'enforced': false}) }}

with shares as (
    select
        customer_id,
        product_key,
        blend_weight * {{ safe_divide('score', 'max(score) over (partition by customer_id, method)') }} as share
    from {{ ref('int_recommendation_scores') }}
),

blended as (
    select
        customer_id,
        product_key,
        round(sum(share), 10) as score
    from shares
    group by customer_id, product_key
),

owned as (
    select distinct
        customer_id,
        product_key
    from {{ ref('int_recommendation_purchases') }}
),

customers as (
    select
        customer_id,
        coalesce(region, 'unknown') as region
    from {{ ref('dim_customers') }}
    where closed_at is null
),

-- Popularity fills the list where the blend has too few.
everything as (
    select
        customers.customer_id,
        cold.product_key,
        cold.score as popularity_score,
        blended.score as blend_score
    from customers
    inner join {{ ref('int_recommendation_cold_scores') }} as cold on customers.region = cold.region
    left join blended
        on
            customers.customer_id = blended.customer_id
            and cold.product_key = blended.product_key
    left join owned
        on
            customers.customer_id = owned.customer_id
            and cold.product_key = owned.product_key
    where owned.product_key is null
),

ranked as (
    select
        *,
        cast(row_number() over (
            partition by customer_id
            order by blend_score desc nulls last, popularity_score desc nulls last, product_key asc nulls last
        ) as int) as place
    from everything
)

select * from ranked
where place <= 100
