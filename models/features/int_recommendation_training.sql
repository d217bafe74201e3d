-- A repeatable sample of customers, all their purchases.
with purchases as (
    select * from {{ ref('int_recommendation_purchases') }}
),

counted as (
    select count(distinct customer_id) as customer_count from purchases
),

sampled as (
    select
        purchases.customer_id,
        purchases.product_key,
        purchases.order_date,
        purchases.as_of_date
    from purchases
    cross join counted
    where
        {{ customer_hash('purchases.customer_id') }}
        < {{ hash_limit(var('recommendation_training_customers'), 'counted.customer_count') }}
)

select * from sampled
