with clusters as (
    select * from {{ ref('int_identity_clusters') }}
),

final as (
    select
        record_key,
        source_system,
        source_customer_id,
        customer_id,
        cast(cluster_size as int) as cluster_size,
        is_oldest_record
    from clusters
)

select * from final
