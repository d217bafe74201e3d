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
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(avg(error), 9) as mean_absolute_error,
        round(avg(baseline_miss), 9) as baseline_error,
        round({{ safe_divide('avg(error)', 'avg(baseline_miss)') }}, 9) as relative_error,
        round({{ safe_divide('sum(error)', 'sum(abs(actual_value))') }}, 9) as error_share,
        round(avg(value - actual_value), 9) as bias,
        avg(case when is_covered then 1e0 else 0e0 end) as interval_coverage,
        cast(min(period_start) as date) as judged_from,
        cast(max(period_start) as date) as judged_to,
        min(status) as status
    from judged
    group by frequency, measure, category
)

select * from measured
