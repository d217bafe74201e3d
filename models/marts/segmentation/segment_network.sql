with network as (
    select * from {{ ref('ml_segment_network') }}
    where part in ('prior', 'probability')
),

clusters as (
    select * from {{ ref('cluster_profiles') }}
),

final as (
    select
        cast(network.segment as int) as cluster_number,
        clusters.cluster_name,
        cast(coalesce(network.trait, 'cluster') as string) as trait,
        cast(coalesce(network.trait_value, 'any') as string) as trait_value,
        cast(network.parent_trait as string) as parent_trait,
        cast(network.parent_value as string) as parent_value,
        network.value as probability,
        network.row_count as customers,
        cast(network.model as string) as model,
        cast(network.trained_on as date) as trained_on
    from network
    left join clusters on network.segment = clusters.cluster_number
)

select * from final
