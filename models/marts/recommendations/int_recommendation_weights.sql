{{ config(access='protected', contract={'enforced': false}) }}

-- How much each product of a customer counts: it halves with every half-life since the last purchase of it. The newest
-- 300 products count (crm360/recommending/interactions.py).
with purchases as (
    select * from {{ ref('int_recommendation_purchases') }}
),

settings as (
    select coalesce(max(half_life_days), 90e0) as half_life_days
    from {{ ref('ml_recommendation_evaluation') }}
),

newest as (
    select
        customer_id,
        product_key,
        min(age_days) as age_days
    from purchases
    group by customer_id, product_key
),

weighted as (
    select
        newest.customer_id,
        newest.product_key,
        power(0.5e0, {{ safe_divide('newest.age_days', 'settings.half_life_days') }}) as weight
    from newest
    cross join settings
    qualify row_number() over (
        partition by newest.customer_id order by newest.age_days asc nulls last, newest.product_key asc nulls last
    ) <= 300
)

select * from weighted
