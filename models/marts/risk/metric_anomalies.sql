with days as (
    select * from {{ ref('int_company_days') }}
    where value is not null
),

metrics as (
    select * from {{ ref('anomaly_metrics') }}
),

-- The same weekday of the weeks before: what a Monday is judged by are Mondays.
earlier as (
    select
        days.metric,
        days.date_day,
        earlier.value
    from days
    inner join days as earlier
        on
            days.metric = earlier.metric
            and days.iso_weekday = earlier.iso_weekday
            and earlier.date_day < days.date_day
            and {{ days_between('earlier.date_day', 'days.date_day') }} <= 7 * {{ var('anomaly_weeks') }}
),

medians as (
    select
        metric,
        date_day,
        count(*) as weeks,
        median(cast(value as double)) as expected
    from earlier
    group by metric, date_day
),

-- A count varies by chance alone by the root of what is expected (Poisson).
norms as (
    select
        medians.metric,
        medians.date_day,
        max(medians.weeks) as weeks,
        max(medians.expected) as expected,
        greatest(
            {{ robust_spread(
                'abs(earlier.value - medians.expected)', 'max(medians.expected)', 'max(metrics.min_relative_spread)'
            ) }},
            max(case when metrics.is_count then sqrt(greatest(medians.expected, 1e0)) else 0e0 end)
        ) as spread
    from medians
    inner join earlier on medians.metric = earlier.metric and medians.date_day = earlier.date_day
    inner join metrics on medians.metric = metrics.metric
    group by medians.metric, medians.date_day
),

scored as (
    select
        days.date_day,
        days.metric,
        days.value,
        case when norms.weeks >= {{ var('anomaly_min_weeks') }} then norms.expected end as expected,
        case when norms.weeks >= {{ var('anomaly_min_weeks') }} then norms.spread end as spread,
        case when norms.weeks >= {{ var('anomaly_min_weeks') }}
            then {{ safe_divide('days.value - norms.expected', 'norms.spread') }} end as robust_z
    from days
    left join norms on days.metric = norms.metric and days.date_day = norms.date_day
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
        scored.spread,
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
