with evaluation as (
    select * from {{ ref('ml_churn_evaluation') }}
),

final as (
    select
        cast(model as string) as model,
        cast(metric as string) as metric,
        value,
        baseline_value,
        is_chosen,
        row_count,
        positive_count,
        train_from,
        train_to,
        validation_from,
        validation_to,
        cast(status as string) as status,
        cast(note as string) as note
    from evaluation
)

select * from final
