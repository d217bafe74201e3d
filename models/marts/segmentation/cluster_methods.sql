with compared as (
    select * from {{ ref('ml_cluster_methods') }}
    where part = 'evaluation'
),

final as (
    select
        cast(method as string) as method,
        cast(clusters as int) as clusters,
        noise_share,
        largest_share,
        silhouette,
        stability,
        agreement,
        row_count,
        cast(model_version as int) as model_version,
        cast(trained_on as date) as trained_on
    from compared
)

select * from final
