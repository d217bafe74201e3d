{{ config(access='protected', contract={'enforced': false}) }}

with driver_values as (
    select * from {{ ref('int_satisfaction_driver_values') }}
),

ranked as (
    select
        *,
        {{ mean_rank('driver_value', 'survey_type, driver') }} as value_rank,
        {{ mean_rank('score_percent', 'survey_type, driver') }} as score_rank
    from driver_values
),

medians as (
    select
        survey_type,
        driver,
        case
            when count(*) filter (where driver_value not in (0e0, 1e0)) = 0 then 0e0
            else cast({{ quantile_disc('driver_value', 0.5) }} as double)
        end as high_above
    from driver_values
    group by survey_type, driver
),

summed as (
    select
        ranked.survey_type,
        ranked.driver,
        medians.high_above,
        count(*) as ratings,
        avg(ranked.score_percent) as mean_score,
        {{ correlation('ranked.driver_value', 'ranked.score_percent') }} as pearson,
        {{ correlation('ranked.value_rank', 'ranked.score_rank') }} as spearman,
        {% for side, sign in [('high', '>'), ('low', '<=')] -%}
        count(*) filter (where ranked.driver_value {{ sign }} medians.high_above) as {{ side }}_ratings,
        avg(ranked.score_percent) filter (where ranked.driver_value {{ sign }} medians.high_above) as {{ side }}_score,
        var_samp(ranked.score_percent) filter (where ranked.driver_value {{ sign }} medians.high_above)
            as {{ side }}_variance,
        {% endfor -%}
        avg(case
            when drivers.better_when = 'low' and ranked.driver_value <= drivers.target then 1e0
            when drivers.better_when = 'high' and ranked.driver_value >= drivers.target then 1e0
            when drivers.better_when is not null and drivers.target is not null then 0e0
        end) as target_met_share,
        max(drivers.driver_name) as driver_name,
        max(drivers.driver_name_zh) as driver_name_zh
    from ranked
    inner join medians on ranked.survey_type = medians.survey_type and ranked.driver = medians.driver
    left join {{ ref('satisfaction_driver_targets') }} as drivers on ranked.driver = drivers.driver
    group by ranked.survey_type, ranked.driver, medians.high_above
    having count(*) >= {{ var('satisfaction_driver_min_ratings') }}
)

select * from summed
