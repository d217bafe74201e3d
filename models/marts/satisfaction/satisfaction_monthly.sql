{%- set dimensions = {
    'all': "'all'", 'source': 'source', 'touchpoint': 'touchpoint', 'channel': 'channel', 'product_category': 'product_category'
} %}

with ratings as (
    select * from {{ ref('int_satisfaction_ratings') }}
),

by_dimension as (
    {{ by_dimension('ratings', dimensions) }}
),

counted as (
    select
        month,
        dimension,
        dimension_value,
        count(*) as responses,
        count(*) filter (where survey_type = 'csat') as csat_responses,
        count(*) filter (where survey_type = 'csat' and source = 'ticket') as csat_ticket_responses,
        count(*) filter (where survey_type = 'csat' and is_top) as csat_top_two_responses,
        avg(standard_score) filter (where survey_type = 'csat') as csat_mean,
        avg(score_percent) filter (where survey_type = 'csat') as csat_mean_percent,
        count(*) filter (where survey_type = 'nps') as nps_responses,
        count(*) filter (where survey_type = 'nps' and is_top) as nps_promoters,
        count(*) filter (where survey_type = 'nps' and not is_top and not is_bottom) as nps_passives,
        count(*) filter (where survey_type = 'nps' and is_bottom) as nps_detractors,
        count(*) filter (where survey_type = 'ces') as ces_responses,
        count(*) filter (where survey_type = 'ces' and is_top) as ces_easy_responses,
        avg(standard_score) filter (where survey_type = 'ces') as ces_mean
    from by_dimension
    group by all
),

measured as (
    select
        month,
        dimension,
        dimension_value,
        responses,
        csat_responses,
        csat_ticket_responses,
        csat_mean,
        csat_mean_percent,
        csat_top_two_responses,
        {{ safe_divide('csat_top_two_responses', 'csat_responses') }} as csat_top_two_share,
        {{ wilson_lower('csat_top_two_responses', 'csat_responses') }} as csat_top_two_share_lower,
        {{ wilson_upper('csat_top_two_responses', 'csat_responses') }} as csat_top_two_share_upper,
        nps_responses,
        nps_promoters,
        nps_passives,
        nps_detractors,
        {{ nps('nps_promoters', 'nps_detractors', 'nps_responses') }} as nps,
        {{ nps_lower('nps_promoters', 'nps_detractors', 'nps_responses') }} as nps_lower,
        {{ nps_upper('nps_promoters', 'nps_detractors', 'nps_responses') }} as nps_upper,
        ces_responses,
        ces_mean,
        ces_easy_responses,
        {{ safe_divide('ces_easy_responses', 'ces_responses') }} as ces_easy_share,
        {{ wilson_lower('ces_easy_responses', 'ces_responses') }} as ces_easy_share_lower,
        {{ wilson_upper('ces_easy_responses', 'ces_responses') }} as ces_easy_share_upper
    from counted
)

select * from measured
