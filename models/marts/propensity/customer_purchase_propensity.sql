with scores as (
    select
        customer_id,
        contribution,
        model_name,
        round(probability, 6) as purchase_probability
    from {{ ref('int_purchase_scores') }}
),

customers as (
    select
        customer_id,
        snapshot_date,
        recency_days
    from {{ ref('int_churn_scoring') }}
),

training as (
    select cast(train_to as date) as trained_to from {{ ref('ml_propensity_purchase') }}
    where part = 'model'
),

tenths as (
    select
        {% for percent in range(10, 100, 10) -%}
        {{ quantile_disc('purchase_probability', percent / 100) }} as p{{ percent }},
        {% endfor -%}
        count(*) as customers
    from scores
),

reasons as (
    select
        {% for number in [1, 2, 3] -%}
        max(texts.text_en) filter (where reasons.reason_number = {{ number }}) as reason_{{ number }},
        max(texts.text_zh) filter (where reasons.reason_number = {{ number }}) as reason_{{ number }}_zh,
        {% endfor -%}
        reasons.customer_id
    from {{ ref('int_purchase_reasons') }} as reasons
    inner join {{ ref('propensity_reason_texts') }} as texts
        on reasons.feature = texts.feature and reasons.direction = texts.direction
    group by reasons.customer_id
),

final as (
    select
        customers.customer_id,
        customers.snapshot_date as as_of_date,
        scores.purchase_probability,
        cast(
            1
            {% for percent in range(10, 100, 10) -%}
            + case when scores.purchase_probability > tenths.p{{ percent }} then 1 else 0 end
            {% endfor %} as int
        ) as decile,
        case when scores.contribution >= 0 then 'higher' else 'lower' end as reasons_for,
        reasons.reason_1,
        reasons.reason_2,
        reasons.reason_3,
        reasons.reason_1_zh,
        reasons.reason_2_zh,
        reasons.reason_3_zh,
        cast(scores.model_name as string) as model_name,
        training.trained_to,
        cast(customers.recency_days as int) as recency_days
    from scores
    inner join customers on scores.customer_id = customers.customer_id
    cross join training
    cross join tenths
    left join reasons on scores.customer_id = reasons.customer_id
)

select * from final
