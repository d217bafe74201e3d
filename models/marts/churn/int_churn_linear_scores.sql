{{ config(access='protected', contract={'enforced': false}) }}

with contributions as (
    select
        customer_id,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(sum(contribution), 12) as contribution
    from {{ ref('int_churn_linear_contributions') }}
    group by customer_id
),

model as (
    select
        head.model as model_name,
        head.value as bias,
        calibration.knot as slope,
        calibration.value as shift
    from {{ ref('ml_churn_training') }} as head
    inner join {{ ref('ml_churn_training') }} as calibration
        on calibration.part = 'calibration' and calibration.kind = 'sigmoid'
    where head.part = 'model'
),

reasons as (
    select
        {% for number in [1, 2, 3] -%}
        max(feature) filter (where reason_number = {{ number }}) as reason_{{ number }}_feature,
        max(direction) filter (where reason_number = {{ number }}) as reason_{{ number }}_direction,
        {% endfor -%}
        customer_id
    from {{ ref('int_churn_linear_reasons') }}
    group by customer_id
),

scored as (
    select
        contributions.customer_id,
        contributions.contribution,
        model.model_name,
        model.bias + contributions.contribution as log_odds,
        {{ safe_divide('1', '1 + exp(-(model.slope * (model.bias + contributions.contribution) + model.shift))') }}
            as probability
    from contributions
    cross join model
),

final as (
    select
        scored.customer_id,
        customers.snapshot_date,
        scored.log_odds,
        -- Off 0 and 1, since no customer is certain.
        round(least(greatest(scored.probability, 0.001e0), 0.999e0), 6) as churn_probability,
        scored.model_name,
        {% for number in [1, 2, 3] -%}
        reasons.reason_{{ number }}_feature,
        reasons.reason_{{ number }}_direction,
        {% endfor -%}
        case when scored.contribution >= 0 then 'higher' else 'lower' end as reasons_for
    from scored
    inner join {{ ref('int_churn_scoring') }} as customers on scored.customer_id = customers.customer_id
    left join reasons on scored.customer_id = reasons.customer_id
)

select * from final
