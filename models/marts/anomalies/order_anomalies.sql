with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

orders as (
    select * from {{ ref('int_anomaly_orders') }}
),

scores as (
    select * from {{ ref('int_anomaly_scores') }}
    where entity = 'order'
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
    where entity = 'order'
    group by entity_key
),

facts as (
    select * from {{ ref('fct_orders') }}
),

accounts as (
    select * from {{ ref('customer_anomalies') }}
),

final as (
    select
        scores.entity_key as order_key,
        facts.customer_id,
        facts.order_date,
        as_of.as_of_date,
        orders.order_value,
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
        accounts.fraud_score as account_fraud_score
    from scores
    inner join orders on scores.entity_key = orders.entity_key
    cross join as_of
    left join reasons on scores.entity_key = reasons.entity_key
    inner join facts on scores.entity_key = facts.order_key
    left join accounts on facts.customer_id = accounts.customer_id
)

select * from final
