{{ config(access='protected', contract={'enforced': false}) }}

with numbers as (
    select * from {{ ref('int_statistics_values') }}
),

moments as (
    select * from {{ ref('int_statistics_moments') }}
),

final as (
    select
        numbers.column_name,
        cast({{ quantile_disc('abs(numbers.value - moments.p50)', 0.5) }} as double) as median_absolute_deviation,
        -- Of symmetric figures only the noise of adding up would be left, or a zero of either sign.
        round(avg(power({{ safe_divide('numbers.value - moments.mean', 'moments.population_deviation') }}, 3)), 9) + 0e0
            as skewness
    from numbers
    inner join moments on numbers.column_name = moments.column_name
    group by numbers.column_name
)

select * from final
