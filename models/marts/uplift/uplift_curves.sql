with evaluation as (
    select * from {{ ref('ml_uplift_evaluation') }}
    where part = 'curve'
),

final as (
    select
        cast(level as string) as level,
        cast(campaign_type as string) as campaign_type,
        cast(campaign_key as string) as campaign_key,
        cast(method as string) as method,
        is_chosen,
        depth,
        value as gain,
        lower_bound as gain_lower,
        upper_bound as gain_upper,
        baseline_value as random_gain,
        expected_value as expected_gain
    from evaluation
)

select * from final
