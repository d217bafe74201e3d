-- NPS of each month straight from the raw 0-10 answers, without the scale seeds, where all answers of the month are on
-- that scale. It fails if somebody redefines promoters and detractors of 0-10 in the seed: then the figure is no Net
-- Promoter Score any more.
with raw_months as (
    select
        cast(date_trunc('month', responded_at) as date) as month,
        100 * {{ safe_divide(
            'count(*) filter (where score >= 9) - count(*) filter (where score <= 6)', 'count(*)'
        ) }} as nps
    from {{ ref('fct_survey_responses') }}
    where survey_type = 'nps'
    group by 1
    having min(scale_min) = 0 and max(scale_min) = 0 and min(scale_max) = 10 and max(scale_max) = 10
)

select
    raw_months.month,
    raw_months.nps,
    monthly.nps as monthly_nps
from raw_months
left join {{ ref('satisfaction_monthly') }} as monthly
    on raw_months.month = monthly.month and monthly.dimension = 'all'
where monthly.nps is null or abs(raw_months.nps - monthly.nps) > 1e-6
