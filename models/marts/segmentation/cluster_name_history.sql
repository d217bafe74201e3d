with names as (
    select * from {{ ref('ml_cluster_names') }}
),

final as (
    select
        cast(cluster_number as int) as cluster_number,
        cast(cluster_name as string) as cluster_name,
        cast(cluster_name_zh as string) as cluster_name_zh,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        valid_to is null as is_current,
        cast(first_version as int) as first_version,
        cast(last_version as int) as last_version
    from names
)

select * from final
