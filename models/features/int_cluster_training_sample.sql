with sampled as (
    {{ hash_sample(ref('int_cluster_inputs'), var('cluster_training_rows')) }}
)

select * from sampled
