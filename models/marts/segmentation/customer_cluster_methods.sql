with clusters as (
    select * from {{ ref('customer_clusters') }}
),

labels as (
    select * from {{ ref('ml_customer_cluster_methods') }}
),

final as (
    select
        clusters.customer_id,
        clusters.as_of_date,
        clusters.cluster_number,
        cast(labels.ward as int) as ward_cluster,
        cast(labels.mixture as int) as mixture_cluster,
        labels.mixture_probability,
        cast(labels.dbscan as int) as dbscan_cluster,
        cast(labels.hdbscan as int) as hdbscan_cluster,
        labels.dbscan = 0 and labels.hdbscan = 0 as is_outlier
    from clusters
    inner join labels on clusters.customer_id = labels.customer_id
)

select * from final
