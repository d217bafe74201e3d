with selection as (
    select * from {{ ref('ml_cluster_selection') }}
),

final as (
    select
        cast(k as int) as k,
        silhouette,
        gap,
        gap_error,
        inertia,
        stability,
        smallest_share,
        is_gap_choice,
        is_chosen,
        cast(reason as string) as reason,
        row_count,
        cast(model_version as int) as model_version,
        cast(trained_on as date) as trained_on
    from selection
)

select * from final
