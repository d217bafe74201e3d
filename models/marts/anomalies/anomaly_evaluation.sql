-- The planted rows as Python judges them, and how far the scores agree with the rules on fraud, which are no truth.
with planted as (
    select * from {{ ref('ml_anomaly_evaluation') }}
),

customers as (
    select * from {{ ref('customer_anomalies') }}
),

ranked as (
    select
        *,
        100e0 * {{ safe_divide(
            mean_rank('largest_order_value', 'as_of_date'), 'count(*) over (partition by as_of_date)'
        ) }} as naive_score
    from customers
    where largest_order_value is not null
),

agreement as (
    {% for method in ['fraud', 'combined'] -%}
    {% set score = 'fraud_score' if method == 'fraud' else 'anomaly_score' -%}
    select
        'customer' as entity,
        'rule_alerts' as kind,
        '{{ method }}' as method,
        'found' as metric,
        {{ safe_divide(
            'count(*) filter (where rule_fraud_score >= 20e0 and ' ~ score ~ ' > 98e0)',
            'count(*) filter (where rule_fraud_score >= 20e0)'
        ) }} as value,
        {{ safe_divide(
            'count(*) filter (where rule_fraud_score >= 20e0 and naive_score > 98e0)',
            'count(*) filter (where rule_fraud_score >= 20e0)'
        ) }} as baseline_value,
        count(*) as row_count,
        count(*) filter (where rule_fraud_score >= 20e0) as planted_count,
        case when count(*) filter (where rule_fraud_score >= 20e0) > 0 then 'measured' else 'too_few' end as status
    from ranked
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        cast(entity as string) as entity,
        cast(kind as string) as kind,
        cast(method as string) as method,
        cast(metric as string) as metric,
        value,
        baseline_value,
        row_count,
        planted_count,
        cast(status as string) as status
    from planted
    union all
    select * from agreement
)

select * from final
