with models as (
    select * from {{ ref('ml_feedback_models') }}
    where part = 'evaluation'
),

final as (
    select
        cast(target as string) as target,
        cast(language as string) as language,
        cast(name as string) as metric,
        value,
        baseline_value,
        words_value,
        row_count,
        train_from,
        train_to,
        validation_from,
        validation_to,
        cast(status as string) as status,
        cast(note as string) as note
    from models
)

select * from final
