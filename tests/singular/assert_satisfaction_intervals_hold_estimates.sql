-- Each interval holds its estimate and stays within the scale.
with intervals as (
    select 'csat' as measure, csat_top_two_share as estimate, csat_top_two_share_lower as lower_bound, csat_top_two_share_upper as upper_bound,
        0 as scale_min, 1 as scale_max, csat_responses as responses
    from {{ ref('satisfaction_monthly') }}
    union all
    select 'ces', ces_easy_share, ces_easy_share_lower, ces_easy_share_upper, 0, 1, ces_responses
    from {{ ref('satisfaction_monthly') }}
    union all
    select 'nps', nps, nps_lower, nps_upper, -100, 100, nps_responses
    from {{ ref('satisfaction_monthly') }}
)

select * from intervals
where estimate not between scale_min and scale_max
    or lower_bound < scale_min
    or upper_bound > scale_max
    or estimate < lower_bound - 1e-9
    or estimate > upper_bound + 1e-9
    or (responses > 0) <> (estimate is not null)
    or (measure <> 'nps' and (responses > 0) <> (lower_bound is not null))
