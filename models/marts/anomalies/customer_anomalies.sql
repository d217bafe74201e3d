with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

customers as (
    select * from {{ ref('int_anomaly_customers') }}
),

scores as (
    select * from {{ ref('int_anomaly_scores') }}
    where entity = 'customer'
),

reasons as (
    select
        {% for number in [1, 2, 3] -%}
        max(reason) filter (where reason_number = {{ number }}) as reason_{{ number }},
        max(reason_zh) filter (where reason_number = {{ number }}) as reason_{{ number }}_zh,
        {% endfor -%}
        max(reason) filter (where is_suspicious and number_of_its_kind = 1) as fraud_reason,
        max(reason_zh) filter (where is_suspicious and number_of_its_kind = 1) as fraud_reason_zh,
        entity_key
    from {{ ref('int_anomaly_reasons') }}
    where entity = 'customer'
    group by entity_key
),

risks as (
    select * from {{ ref('customer_risk') }}
),

final as (
    select
        scores.entity_key as customer_id,
        as_of.as_of_date,
        customers.largest_order_value,
        scores.anomaly_score,
        scores.anomaly_score > 100e0 * (1e0 - {{ var('anomaly_share') }}) and reasons.reason_1 is not null
            as is_anomaly,
        scores.mad_score,
        scores.isolation_score,
        scores.lof_score,
        scores.ecod_score,
        {% for number in [1, 2, 3] -%}
        reasons.reason_{{ number }},
        reasons.reason_{{ number }}_zh,
        {% endfor -%}
        scores.fraud_score,
        scores.fraud_score > 100e0 * (1e0 - {{ var('anomaly_share') }}) and reasons.fraud_reason is not null
            as is_suspicious,
        reasons.fraud_reason,
        reasons.fraud_reason_zh,
        coalesce(risks.fraud_score, 0e0) as rule_fraud_score
    from scores
    inner join customers on scores.entity_key = customers.entity_key
    cross join as_of
    left join reasons on scores.entity_key = reasons.entity_key
    left join risks on scores.entity_key = risks.customer_id
)

select * from final
