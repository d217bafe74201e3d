{{ config(access='protected', contract={'enforced': false}) }}

-- The same weekday of the weeks before: what a Monday is judged by are Mondays.
with days as (
    select * from {{ ref('int_company_days') }}
    where value is not null
),

metrics as (
    select * from {{ ref('anomaly_metrics') }}
),

earlier as (
    select
        days.metric,
        days.date_day,
        earlier.value,
        earlier.root_value
    from days
    inner join days as earlier
        on
            days.metric = earlier.metric
            and days.iso_weekday = earlier.iso_weekday
            and days.date_day > earlier.date_day
            and {{ days_between('earlier.date_day', 'days.date_day') }} <= 7 * {{ var('anomaly_weeks') }}
),

medians as (
    select
        metric,
        date_day,
        count(*) as weeks,
        median(cast(value as double)) as expected,
        median(cast(root_value as double)) as expected_root
    from earlier
    group by metric, date_day
),

-- A relative spread r of a value is r / 2 of its root; by chance alone the doubled root of a count spreads by 1.
final as (
    select
        medians.metric,
        medians.date_day,
        max(medians.weeks) as weeks,
        max(medians.expected) as expected,
        max(medians.expected_root) as expected_root,
        greatest(
            {{ robust_spread(
                'abs(earlier.root_value - medians.expected_root)', 'max(medians.expected_root)',
                'max(metrics.min_relative_spread) * 0.5e0'
            ) }},
            max(case when metrics.is_count then 1e0 else 0e0 end)
        ) as spread
    from medians
    inner join earlier on medians.metric = earlier.metric and medians.date_day = earlier.date_day
    inner join metrics on medians.metric = metrics.metric
    group by medians.metric, medians.date_day
)

select * from final
