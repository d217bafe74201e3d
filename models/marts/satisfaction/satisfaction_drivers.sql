with drivers as (
    select
        *,
        high_score - low_score as score_difference,
        {{ normal_quantile_95() }} * sqrt(
            {{ safe_divide('high_variance', 'high_ratings') }} + {{ safe_divide('low_variance', 'low_ratings') }}
        ) as difference_margin
    from {{ ref('int_satisfaction_driver_statistics') }}
),

-- The cross-hairs of the quadrants: the means over the drivers that have a target.
means as (
    select
        survey_type,
        avg(abs(spearman)) as mean_importance,
        avg(target_met_share) as mean_performance
    from drivers
    where target_met_share is not null and spearman is not null
    group by survey_type
),

final as (
    select
        drivers.survey_type,
        drivers.driver,
        coalesce(drivers.driver_name, drivers.driver) as driver_name,
        coalesce(drivers.driver_name_zh, drivers.driver) as driver_name_zh,
        drivers.ratings,
        round(drivers.mean_score, 9) as mean_score,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(drivers.pearson, 12) as pearson,
        round(drivers.spearman, 12) as spearman,
        round(drivers.pearson * drivers.pearson, 12) as explained_variance,
        drivers.high_above,
        drivers.high_ratings,
        round(drivers.high_score, 9) as high_score,
        drivers.low_ratings,
        round(drivers.low_score, 9) as low_score,
        round(drivers.score_difference, 9) as score_difference,
        round(drivers.score_difference - drivers.difference_margin, 9) as score_difference_lower,
        round(drivers.score_difference + drivers.difference_margin, 9) as score_difference_upper,
        drivers.target_met_share,
        case
            when drivers.target_met_share is null or drivers.spearman is null then null
            when abs(drivers.spearman) >= means.mean_importance
                then case
                    when drivers.target_met_share < means.mean_performance then 'concentrate_here'
                    else 'keep_up'
                end
            when drivers.target_met_share < means.mean_performance then 'low_priority'
            else 'possible_overkill'
        end as quadrant
    from drivers
    left join means on drivers.survey_type = means.survey_type
)

select * from final
