{{ config(access='protected', contract={'enforced': false}) }}

{#- The weight of an answer in the index halves with every so many days of age. -#}
{%- set half_life_days = var('satisfaction_half_life_days') %}

with ratings as (
    select
        *,
        power(0.5e0, {{ safe_divide('age_days', half_life_days) }}) as age_weight
    from {{ ref('int_satisfaction_ratings') }}
    where customer_id is not null
),

latest as (
    select
        customer_id,
        survey_type,
        standard_score,
        is_top,
        is_bottom
    from ratings
    qualify row_number() over (
        partition by customer_id, survey_type order by rated_at desc nulls last, rating_key desc nulls last
    ) = 1
),

summed as (
    select
        customer_id,
        survey_type,
        count(*) as responses,
        count(*) filter (where source = 'ticket') as ticket_responses,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        avg(standard_score) as mean_score,
        {{ safe_divide('sum(age_weight * score_percent)', 'sum(age_weight)') }} as recent_percent
    from ratings
    group by all
),

joined as (
    select
        summed.*,
        latest.standard_score as last_score,
        latest.is_top as is_last_top,
        latest.is_bottom as is_last_bottom
    from summed
    inner join latest
        on
            summed.customer_id = latest.customer_id
            and summed.survey_type = latest.survey_type
)

select * from joined
