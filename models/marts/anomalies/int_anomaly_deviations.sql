{{ config(access='protected', contract={'enforced': false}) }}

with feature_values as (
    select * from {{ ref('int_anomaly_values') }}
),

norms as (
    select * from {{ ref('anomaly_norms') }}
),

tails as (
    select * from {{ ref('int_anomaly_tails') }}
),

final as (
    select
        feature_values.entity,
        feature_values.entity_key,
        feature_values.feature,
        feature_values.value,
        norms.is_fraud_sign,
        norms.spread is not null and norms.distinct_values >= 3 as has_z,
        norms.median,
        -- Beyond 10 spreads nothing is more extreme.
        case
            when feature_values.value is null or norms.spread is null then 0e0
            else least(greatest(
                {{ safe_divide('feature_values.value - norms.median', 'norms.spread') }}, -10e0
            ), 10e0)
        end as robust_z,
        coalesce(tails.left_surprise, 0e0) as left_surprise,
        coalesce(tails.right_surprise, 0e0) as right_surprise,
        case
            when norms.skew_sign < 0 then coalesce(tails.left_surprise, 0e0)
            else coalesce(tails.right_surprise, 0e0)
        end as automatic_surprise
    from feature_values
    inner join norms on feature_values.entity = norms.entity and feature_values.feature = norms.feature
    left join tails
        on
            feature_values.entity = tails.entity
            and feature_values.feature = tails.feature
            and feature_values.value = tails.value
)

select * from final
