-- Series of equal weight, the choices erred no more than last year's value; else they would not have been taken.
with by_frequency as (
    select
        frequency,
        avg(
            ln(nullif({{ safe_divide('mean_absolute_error + 1e-9', 'baseline_error + 1e-9') }}, 0))
        ) as log_relative_error
    from {{ ref('forecast_accuracy') }}
    where status = 'chosen'
    group by frequency
)

select * from by_frequency
where log_relative_error > 0
