-- Every dimension splits the same ratings: its values add up to `all`, month by month.
with totals as (
    select
        month,
        dimension,
        sum(responses) as responses,
        sum(csat_responses) as csat_responses,
        sum(nps_promoters - nps_detractors) as nps_balance,
        sum(ces_easy_responses) as ces_easy_responses
    from {{ ref('satisfaction_monthly') }}
    group by all
),

whole as (
    select * from totals
    where dimension = 'all'
)

select totals.*
from totals
left join whole on totals.month = whole.month
where
    whole.month is null
    or totals.responses <> whole.responses
    or totals.csat_responses <> whole.csat_responses
    or totals.nps_balance <> whole.nps_balance
    or totals.ces_easy_responses <> whole.ces_easy_responses
