with evaluation as (
    select * from {{ ref('ml_forecasts') }}
    where part = 'evaluation'
),

final as (
    select
        frequency,
        measure,
        category,
        method,
        cast(horizon as int) as horizon,
        value as mean_absolute_error,
        baseline_value as baseline_error,
        {{ safe_divide('value', 'baseline_value') }} as relative_error,
        is_chosen,
        cast(origins as int) as origins,
        cast(periods as int) as periods,
        cast(history_from as date) as history_from,
        cast(history_to as date) as history_to
    from evaluation
)

select * from final
