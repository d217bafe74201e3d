{{ config(access='protected', contract={'enforced': false}) }}

-- Every customer meets every one of these, so there are no more than leave 100 to whoever owns the most, or 400.
with weighed as (
    select
        weights.product_key,
        sum(weights.weight) as total_weight
    from {{ ref('int_recommendation_weights') }} as weights
    inner join {{ ref('int_recommendation_available') }} as available on weights.product_key = available.product_key
    group by weights.product_key
),

owned as (
    select distinct
        customer_id,
        product_key
    from {{ ref('int_recommendation_purchases') }}
),

most_owned as (
    select coalesce(max(products), 0) as products
    from (
        select count(*) as products
        from owned
        group by customer_id
    ) as counts
),

popular as (
    select
        weighed.product_key,
        weighed.total_weight
    from weighed
    cross join most_owned
    -- few rows: one a product.
    qualify row_number() over (
        order by round(weighed.total_weight, 10) desc nulls last, weighed.product_key asc nulls last
    ) <= 100 + least(most_owned.products, 300)
)

select * from popular
