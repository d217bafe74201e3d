{%- set columns = [
    'customer_id', 'snapshot_date', 'churn_probability', 'model_name', 'reasons_for', 'reason_1_feature', 'reason_1_direction',
    'reason_2_feature', 'reason_2_direction', 'reason_3_feature', 'reason_3_direction',
] %}

with by_sql as (
    select {{ columns | join(', ') }} from {{ ref('int_churn_linear_scores') }}
),

by_python as (
    select {{ columns | join(', ') }} from {{ ref('ml_churn_scores_by_python') }}
),

scores as (
    select * from by_sql
    union all
    select * from by_python
)

select * from scores
