with evaluation as (
    select * from {{ ref('ml_recommendation_evaluation') }}
),

final as (
    select
        cast(method as string) as method,
        cast(metric as string) as metric,
        value,
        baseline_value,
        blend_weight,
        half_life_days,
        cast(coalesce(users, 0) as bigint) as customer_count,
        cast(coalesce(targets, 0) as bigint) as target_count,
        cast(trained_to as date) as trained_to,
        cast(tested_to as date) as tested_to,
        cast(status as string) as status,
        cast(note as string) as note
    from evaluation
)

select * from final
