{{ config(access='protected', contract={'enforced': false}) }}

with deviations as (
    select
        *,
        value > median as is_high,
        case when value > median then right_surprise else left_surprise end as surprise
    from {{ ref('int_anomaly_deviations') }}
    where value <> median
),

features as (
    select * from {{ ref('anomaly_features') }}
),

-- A reason is rarer than one in twenty.
rare as (
    select * from deviations
    where surprise > -ln(nullif(0.05e0, 0e0))
),

worded as (
    select
        rare.entity,
        rare.entity_key,
        rare.feature,
        rare.surprise,
        rare.is_high,
        rare.is_high and rare.is_fraud_sign as is_suspicious,
        features.feature_name,
        features.feature_name_zh,
        {{ number_in_words('rare.value', 'features.is_percent', 'features.decimals') }} as value_text,
        {{ number_in_words('rare.median', 'features.is_percent', 'features.decimals') }} as typical_text,
        cast(cast(floor(1000e0 * (1e0 - exp(-rare.surprise))) / 10e0 as decimal(5, 1)) as string) as share_text
    from rare
    inner join features on rare.entity = features.entity and rare.feature = features.feature
),

final as (
    select
        entity,
        entity_key,
        feature,
        is_suspicious,
        surprise,
        row_number() over (
            partition by entity, entity_key order by surprise desc nulls last, feature asc nulls last
        ) as reason_number,
        row_number() over (
            partition by entity, entity_key, is_suspicious order by surprise desc nulls last, feature asc nulls last
        ) as number_of_its_kind,
        feature_name || ': ' || value_text || ' (typical ' || typical_text || '), '
        || case when is_high then 'more than ' else 'less than ' end || share_text || ' % of '
        || entity || 's' as reason,
        feature_name_zh || '：' || value_text || '（一般为' || typical_text || '），'
        || case when is_high then '高于' else '低于' end || share_text || '%的'
        || case when entity = 'customer' then '客户' else '订单' end as reason_zh
    from worded
)

select * from final
