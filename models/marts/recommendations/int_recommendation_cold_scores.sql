{{ config(access='protected', contract={'enforced': false}) }}

-- For everybody, and all that newcomers get: what customers of the same region take, drawn towards what all take.
with weights as (
    select
        weights.customer_id,
        weights.product_key,
        weights.weight,
        coalesce(customers.region, 'unknown') as region
    from {{ ref('int_recommendation_weights') }} as weights
    inner join {{ ref('dim_customers') }} as customers on weights.customer_id = customers.customer_id
),

regions as (
    select
        coalesce(customers.region, 'unknown') as region,
        count(distinct weights.customer_id) as buyer_count
    from {{ ref('dim_customers') }} as customers
    left join weights on customers.customer_id = weights.customer_id
    group by coalesce(customers.region, 'unknown')
),

buyers as (
    select count(distinct customer_id) as buyer_count from weights
),

popular as (
    select
        product_key,
        sum(weight) as total_weight
    from weights
    group by product_key
),

everybody as (
    select
        popular.product_key,
        {{ safe_divide('popular.total_weight', 'buyers.buyer_count') }} as share
    from popular
    inner join {{ ref('int_recommendation_available') }} as available on popular.product_key = available.product_key
    cross join buyers
),

taken as (
    select
        region,
        product_key,
        sum(weight) as total_weight
    from weights
    group by region, product_key
),

drawn as (
    select
        regions.region,
        everybody.product_key,
        round({{ safe_divide(
            'coalesce(taken.total_weight, 0e0) + ' ~ var('recommendation_prior_customers') ~ ' * everybody.share',
            'regions.buyer_count + ' ~ var('recommendation_prior_customers')
        ) }}, 10) as score
    from regions
    cross join everybody
    left join taken on regions.region = taken.region and everybody.product_key = taken.product_key
)

select * from drawn
