with norms as (
    select * from {{ ref('int_metric_norms') }}
),

metrics as (
    select * from {{ ref('anomaly_metrics') }}
),

days as (
    select * from {{ ref('int_company_days') }}
    where value is not null
),

scored as (
    select
        days.date_day,
        days.metric,
        days.value,
        norms.expected,
        {{ safe_divide('days.root_value - norms.expected_root', 'norms.spread') }} as robust_z
    from days
    left join norms
        on
            days.metric = norms.metric
            and days.date_day = norms.date_day
            and norms.weeks >= {{ var('anomaly_min_weeks') }}
),

final as (
    select
        scored.date_day,
        scored.metric,
        metrics.metric_name,
        metrics.metric_name_zh,
        metrics.unit,
        scored.value,
        scored.expected,
        scored.robust_z,
        metrics.z_threshold,
        case when scored.robust_z > 0 then 'up' when scored.robust_z < 0 then 'down' end as direction,
        coalesce(abs(scored.robust_z) >= metrics.z_threshold, false) as is_anomaly,
        coalesce(abs(scored.robust_z) >= metrics.z_threshold, false)
        and case when scored.robust_z > 0 then 'up' else 'down' end = metrics.bad_direction as is_bad
    from scored
    inner join metrics on scored.metric = metrics.metric
)

select * from final
