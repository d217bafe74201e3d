{{ config(access='protected', contract={'enforced': false}) }}

{%- set scores = ['mad_score', 'isolation_score', 'lof_score', 'ecod_score', 'fraud_z_score', 'fraud_tail_score'] %}

with deviations as (
    select * from {{ ref('int_anomaly_deviations') }}
),

-- Rounded, since a sum's last digits depend on the order of its rows.
by_sql as (
    select
        entity,
        entity_key,
        coalesce(round(avg(abs(robust_z)) filter (where has_z), 12), 0e0) as mad_score,
        round(greatest(sum(left_surprise), sum(right_surprise), sum(automatic_surprise)), 12) as ecod_score,
        coalesce(round(avg(greatest(robust_z, 0e0)) filter (where has_z and is_fraud_sign), 12), 0e0) as fraud_z_score,
        coalesce(round(sum(right_surprise) filter (where is_fraud_sign), 12), 0e0) as fraud_tail_score
    from deviations
    group by entity, entity_key
),

by_python as (
    select
        'customer' as entity,
        entity_key,
        isolation_score,
        lof_score
    from {{ ref('ml_customer_anomaly_scores') }}
    union all
    select
        'order' as entity,
        entity_key,
        isolation_score,
        lof_score
    from {{ ref('ml_order_anomaly_scores') }}
),

scored as (
    select
        by_sql.*,
        by_python.isolation_score,
        by_python.lof_score,
        count(*) over (partition by by_sql.entity) as entity_rows
    from by_sql
    inner join by_python on by_sql.entity = by_python.entity and by_sql.entity_key = by_python.entity_key
),

ranked as (
    select
        {% for score in scores -%}
        {{ safe_divide(mean_rank(score, 'entity'), 'entity_rows') }} as {{ score }}_rank,
        {% endfor -%}
        *
    from scored
),

-- How surprising each rank is: the share of the rows that are stranger still, on the scale of -ln.
surprising as (
    select
        {% for score in scores -%}
        -ln(nullif(1e0 - {{ score }}_rank + {{ safe_divide('0.5e0', 'entity_rows') }}, 0e0)) as {{ score }}_surprise,
        {% endfor -%}
        *
    from ranked
),

-- Fisher's combination (crm360/anomalies/combining.py).
combined as (
    select
        *,
        round(0.25e0 * (
            mad_score_surprise + isolation_score_surprise + lof_score_surprise + ecod_score_surprise
        ), 12) as anomaly_surprise,
        round(0.5e0 * (fraud_z_score_surprise + fraud_tail_score_surprise), 12) as fraud_surprise
    from surprising
),

final as (
    select
        *,
        100e0 * {{ safe_divide(mean_rank('anomaly_surprise', 'entity'), 'entity_rows') }} as anomaly_score,
        100e0 * {{ safe_divide(mean_rank('fraud_surprise', 'entity'), 'entity_rows') }} as fraud_score
    from combined
)

select * from final
