with training as (
    select * from {{ ref('ml_churn_training') }}
),

evaluation as (
    select
        model,
        name as metric,
        value,
        baseline_value,
        is_chosen,
        row_count,
        positive_count,
        cast(train_from as date) as train_from,
        cast(train_to as date) as train_to,
        cast(validation_from as date) as validation_from,
        cast(validation_to as date) as validation_to,
        status,
        note
    from training
    where part = 'evaluation'
)

select * from evaluation
