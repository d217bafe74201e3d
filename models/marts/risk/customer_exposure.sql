{%- set buckets = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] %}
{%- set parts = ['average_days_late', 'late_share', 'oldest_overdue_days', 'credit_utilisation'] %}

with balances as (
    select * from {{ ref('int_exposure_balances') }}
),

scores as (
    select
        customer_id,
        {% for part in parts -%}
        max(score) filter (where part = '{{ part }}') as {{ part }}_score,
        {% endfor -%}
        round({{ safe_divide('sum(weight * score)', 'sum(weight)') }}, 6) as payment_score
    from {{ ref('int_exposure_scores') }}
    group by customer_id
),

grades as (
    select * from {{ ref('exposure_grades') }}
),

final as (
    select
        balances.customer_id,
        balances.as_of_date,
        balances.outstanding,
        balances.outstanding_claims,
        {% for bucket in buckets -%}
        balances.{{ bucket }},
        {% endfor -%}
        balances.overdue,
        balances.oldest_overdue_days,
        balances.credit_limit,
        balances.credit_utilisation,
        balances.account_balance,
        balances.payments_due,
        balances.payments_late,
        balances.late_share,
        balances.average_days_late,
        {% for part in parts -%}
        scores.{{ part }}_score,
        {% endfor -%}
        scores.payment_score,
        grades.grade,
        grades.grade_name,
        grades.grade_name_zh
    from balances
    left join scores on balances.customer_id = scores.customer_id
    left join grades
        on {{ in_band('scores.payment_score', 'grades.score_from', 'grades.score_below') }}
)

select * from final
