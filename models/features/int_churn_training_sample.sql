with sampled as (
    {{ hash_sample(ref('customer_snapshots'), var('churn_training_rows')) }}
)

select * from sampled
