{%- set metrics = ['accuracy', 'precision', 'recall', 'f1', 'auc', 'average_precision', 'brier', 'calibration_error'] %}

with training as (
    select * from {{ ref('ml_churn_training') }}
    where part = 'leaderboard'
),

models as (
    select
        model,
        {% for metric in metrics -%}
        max(value) filter (where name = '{{ metric }}') as {{ metric }},
        {% endfor -%}
        max(baseline_value) filter (where name = 'brier') as baseline_brier,
        bool_or(is_chosen) as is_chosen,
        max(position) as fitted_rows,
        max(details) as fitted_with,
        max(row_count) as row_count,
        max(positive_count) as positive_count,
        max(train_from) as train_from,
        max(train_to) as train_to,
        max(validation_from) as validation_from,
        max(validation_to) as validation_to,
        max(status) as status
    from training
    group by model
),

final as (
    select
        cast(model as string) as model,
        -- few rows: one per model
        cast(row_number() over (order by brier asc nulls last, model asc nulls last) as bigint) as place,
        {% for metric in metrics -%}
        {{ metric }},
        {% endfor -%}
        baseline_brier,
        is_chosen,
        fitted_rows,
        cast(fitted_with as string) as fitted_with,
        row_count,
        positive_count,
        cast(train_from as date) as train_from,
        cast(train_to as date) as train_to,
        cast(validation_from as date) as validation_from,
        cast(validation_to as date) as validation_to,
        cast(status as string) as status
    from models
)

select * from final
