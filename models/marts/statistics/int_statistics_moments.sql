{{ config(access='protected', contract={'enforced': false}) }}

with numbers as (
    select * from {{ ref('int_statistics_values') }}
),

final as (
    select
        column_name,
        count(*) as row_count,
        avg(value) as mean,
        stddev_samp(value) as standard_deviation,
        stddev_pop(value) as population_deviation,
        min(value) as minimum,
        {% for percent in [5, 25, 50, 75, 95] -%}
        cast({{ quantile_disc('value', percent / 100) }} as double) as p{{ '%02d' % percent }},
        {% endfor -%}
        max(value) as maximum
    from numbers
    group by column_name
)

select * from final
