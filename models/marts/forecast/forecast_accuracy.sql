with judged as (
    select
        *,
        abs(value - actual_value) as error,
        abs(baseline_value - actual_value) as baseline_miss,
        actual_value between lower_value and upper_value as is_covered
    from {{ ref('ml_forecasts') }}
    where part = 'judged'
),

measured as (
    select
        frequency,
        measure,
        category,
        cast(count(*) as bigint) as forecasts_judged,
        avg(error) as mean_absolute_error,
        avg(baseline_miss) as baseline_error,
        {{ safe_divide('avg(error)', 'avg(baseline_miss)') }} as relative_error,
        {{ safe_divide('sum(error)', 'sum(abs(actual_value))') }} as error_share,
        avg(value - actual_value) as bias,
        avg(case when is_covered then 1e0 else 0e0 end) as interval_coverage,
        cast(min(period_start) as date) as judged_from,
        cast(max(period_start) as date) as judged_to,
        min(status) as status
    from judged
    group by frequency, measure, category
)

select * from measured
