with sampled as (
    {{ hash_sample(ref('int_segment_traits'), var('cluster_training_rows')) }}
)

select * from sampled
