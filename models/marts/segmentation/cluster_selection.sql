with selection as (
    select * from {{ ref('ml_cluster_selection') }}
),

final as (
    select
        cast(k as int) as k,
        silhouette,
        inertia,
        stability,
        smallest_share,
        is_chosen,
        cast(reason as string) as reason,
        row_count
    from selection
)

select * from final
