with sampled as (
    {{ hash_sample(ref('int_lifetime_value_customers'), var('lifetime_value_training_rows')) }}
),

counted as (
    select
        observation,
        purchases,
        mean_spend,
        count(*) as customers
    from sampled
    where purchases > 0 and mean_spend > 0
    group by observation, purchases, mean_spend
)

select * from counted
