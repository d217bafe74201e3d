-- What `fit_norms` of crm360/anomalies/norms.py does.
with known as (
    select * from {{ ref('int_anomaly_values') }}
    where value is not null
),

centres as (
    select
        entity,
        feature,
        count(*) as known_rows,
        count(distinct value) as distinct_values,
        median(cast(value as double)) as median,
        avg(value) as mean
    from known
    group by entity, feature
),

spreads as (
    select
        known.entity,
        known.feature,
        median(cast(abs(known.value - centres.median) as double)) as mad,
        avg(abs(known.value - centres.median)) as mean_deviation,
        avg((known.value - centres.mean) * (known.value - centres.mean)) as second_moment,
        avg(
            (known.value - centres.mean) * (known.value - centres.mean) * (known.value - centres.mean)
        ) as third_moment
    from known
    inner join centres on known.entity = centres.entity and known.feature = centres.feature
    group by known.entity, known.feature
),

-- Rounded, since the last digits of a mean depend on the order of its rows.
final as (
    select
        features.entity,
        features.feature,
        features.feature_name,
        features.feature_name_zh,
        features.is_fraud_sign,
        coalesce(centres.known_rows, 0) as known_rows,
        coalesce(centres.distinct_values, 0) as distinct_values,
        centres.median,
        spreads.mad,
        nullif(round(
            case when spreads.mad > 0 then 1.4826e0 * spreads.mad else 1.253314e0 * spreads.mean_deviation end, 12
        ), 0e0) as spread,
        case
            when spreads.third_moment > 1e-9 * power(spreads.second_moment, 1.5e0) then 1
            when spreads.third_moment < -1e-9 * power(spreads.second_moment, 1.5e0) then -1
            else 0
        end as skew_sign
    from {{ ref('anomaly_features') }} as features
    left join centres on features.entity = centres.entity and features.feature = centres.feature
    left join spreads on features.entity = spreads.entity and features.feature = spreads.feature
)

select * from final
