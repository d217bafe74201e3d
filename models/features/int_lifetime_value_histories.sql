with sampled as (
    {{ hash_sample(ref('int_lifetime_value_customers'), var('lifetime_value_training_rows')) }}
),

counted as (
    select
        observation,
        purchases,
        last_purchase_days,
        age_days,
        count(*) as customers
    from sampled
    group by observation, purchases, last_purchase_days, age_days
)

select * from counted
