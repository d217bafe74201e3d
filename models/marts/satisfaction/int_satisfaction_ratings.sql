{{ config(access='protected', contract={'enforced': false}) }}

with responses as (
    select * from {{ ref('fct_survey_responses') }}
),

tickets as (
    select * from {{ ref('fct_tickets') }}
    where csat_score is not null
),

as_of as (
    select
        as_of_date,
        as_of_ts
    from {{ ref('int_as_of') }}
),

survey_types as (
    select * from {{ ref('satisfaction_survey_types') }}
),

scales as (
    select * from {{ ref('satisfaction_scales') }}
),

ratings as (
    select
        'survey:' || response_key as rating_key,
        'survey' as source,
        customer_id,
        responded_at as rated_at,
        survey_type,
        touchpoint,
        channel,
        product_category,
        score,
        scale_min,
        scale_max
    from responses

    union all

    select
        'ticket:' || ticket_key as rating_key,
        'ticket' as source,
        customer_id,
        coalesce(resolved_at, opened_at) as rated_at,
        'csat' as survey_type,
        'support_ticket' as touchpoint,
        channel,
        cast(null as string) as product_category,
        cast(csat_score as double) as score,
        cast(1 as double) as scale_min,
        cast(5 as double) as scale_max
    from tickets
),

scaled as (
    select
        ratings.*,
        as_of.as_of_date,
        {{ safe_divide('ratings.score - ratings.scale_min', 'ratings.scale_max - ratings.scale_min') }} as scale_share,
        survey_types.standard_min + {{ safe_divide(
            '(ratings.score - ratings.scale_min) * (survey_types.standard_max - survey_types.standard_min)',
            'ratings.scale_max - ratings.scale_min'
        ) }} as standard_score,
        survey_types.default_top_share,
        survey_types.default_bottom_share,
        scales.top_from,
        scales.bottom_to
    from ratings
    inner join as_of
        on ratings.rated_at < as_of.as_of_ts
    left join survey_types
        on ratings.survey_type = survey_types.survey_type
    left join scales
        on
            ratings.survey_type = scales.survey_type
            and ratings.scale_min = scales.scale_min
            and ratings.scale_max = scales.scale_max
),

judged as (
    select
        rating_key,
        source,
        customer_id,
        rated_at,
        cast(date_trunc('month', rated_at) as date) as month,
        {{ days_between('rated_at', 'as_of_date') }} as age_days,
        survey_type,
        coalesce(touchpoint, 'unknown') as touchpoint,
        coalesce(channel, 'unknown') as channel,
        coalesce(product_category, 'unknown') as product_category,
        score,
        scale_min,
        scale_max,
        standard_score,
        100 * scale_share as score_percent,
        coalesce(score >= top_from, scale_share >= default_top_share) as is_top,
        coalesce(score <= bottom_to, scale_share <= default_bottom_share) as is_bottom
    from scaled
)

select * from judged
