with training as (
    select * from {{ ref('ml_churn_training') }}
),

notes as (
    select {{ json_field('details', 'note') }} as note
    from training
    where part = 'model'
),

evaluation as (
    select
        training.model,
        training.name as metric,
        training.value,
        training.baseline_value,
        training.is_chosen,
        training.row_count,
        training.positive_count,
        cast(training.train_from as date) as train_from,
        cast(training.train_to as date) as train_to,
        cast(training.validation_from as date) as validation_from,
        cast(training.validation_to as date) as validation_to,
        training.status,
        notes.note
    from training
    cross join notes
    where training.part = 'evaluation'
)

select * from evaluation
