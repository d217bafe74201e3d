with made as (
    select * from {{ ref('ml_forecasts') }}
    where part = 'forecast'
),

methods as (
    select * from {{ ref('forecast_methods') }}
),

accuracy as (
    select * from {{ ref('forecast_accuracy') }}
),

final as (
    select
        made.frequency,
        made.measure,
        made.category,
        cast(made.period_start as date) as period_start,
        cast(made.horizon as int) as horizon,
        made.value as forecast,
        made.lower_value as lower_bound,
        made.upper_value as upper_bound,
        made.unreconciled_value,
        made.method,
        made.status,
        case
            when made.status = 'too_short' then 'Too few periods to try any method: the last value goes on'
            when made.status = 'baseline'
                then 'No choice would have beaten last year''s value: ' || methods.method_name
            when accuracy.relative_error < 1e0
                then
                    'Least error at ' || cast(made.origins as string) || ' past dates ('
                    || methods.method_name || '); such choices erred '
                    || cast(cast(round(100e0 * (1e0 - accuracy.relative_error)) as int) as string)
                    || ' % less than last year''s value'
            else 'Least error at ' || cast(made.origins as string) || ' past dates (' || methods.method_name || ')'
        end as reason,
        methods.method_name_zh,
        cast(made.history_to as date) as last_known_period
    from made
    left join methods
        on made.method = methods.method
    left join accuracy
        on
            made.frequency = accuracy.frequency
            and made.measure = accuracy.measure
            and made.category = accuracy.category
)

select * from final
