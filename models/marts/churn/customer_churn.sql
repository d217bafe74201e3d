with features as (
    select * from {{ ref('customer_features') }}
),

scores as (
    select * from {{ ref('ml_churn_scores') }}
),

bands as (
    select * from {{ ref('churn_risk_bands') }}
    where lower_bound is not null
),

texts as (
    select * from {{ ref('churn_reason_texts') }}
),

joined as (
    select
        features.customer_id,
        features.snapshot_date as as_of_date,
        features.recency_days,
        features.is_lapsed,
        scores.churn_probability,
        scores.model_name,
        scores.reasons_for,
        {% for number in [1, 2, 3] -%}
        texts_{{ number }}.text_en as reason_{{ number }},
        texts_{{ number }}.text_zh as reason_{{ number }}_zh,
        {% endfor -%}
        bands.risk_band
    from features
    left join scores on features.customer_id = scores.customer_id and not features.is_lapsed
    left join bands
        on
            scores.churn_probability >= bands.lower_bound
            and (scores.churn_probability < bands.upper_bound or bands.upper_bound = 1)
    {% for number in [1, 2, 3] -%}
    left join texts as texts_{{ number }}
        on
            scores.reason_{{ number }}_feature = texts_{{ number }}.feature
            and scores.reason_{{ number }}_direction = texts_{{ number }}.direction
    {% endfor %}
),

final as (
    select
        customer_id,
        as_of_date,
        churn_probability,
        case when is_lapsed then 'lapsed' else coalesce(risk_band, 'unknown') end as risk_band,
        model_name,
        reasons_for,
        reason_1,
        reason_2,
        reason_3,
        reason_1_zh,
        reason_2_zh,
        reason_3_zh,
        cast(recency_days as int) as recency_days
    from joined
)

select * from final
