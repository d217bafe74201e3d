{%- set columns = ['customer_id', 'snapshot_date', 'churn_probability', 'model_name', 'reasons_for'] %}
{%- for number in [1, 2, 3] %}
    {%- do columns.extend(['reason_' ~ number ~ '_feature', 'reason_' ~ number ~ '_direction']) %}
{%- endfor %}

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
