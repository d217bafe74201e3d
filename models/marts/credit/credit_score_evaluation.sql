with evaluation as (
    select * from {{ ref('ml_credit_scorecard') }}
    where part = 'evaluation'
),

final as (
    select
        cast(evaluation.name as string) as metric,
        evaluation.value,
        evaluation.baseline_value,
        evaluation.case_count,
        evaluation.bad_count,
        evaluation.bad_customers,
        cast(evaluation.train_from as date) as train_from,
        cast(evaluation.train_to as date) as train_to,
        cast(evaluation.validation_from as date) as validation_from,
        cast(evaluation.validation_to as date) as validation_to,
        cast(evaluation.status as string) as status,
        statuses.status_text,
        statuses.status_text_zh
    from evaluation
    inner join {{ ref('credit_statuses') }} as statuses on evaluation.status = statuses.status
)

select * from final
