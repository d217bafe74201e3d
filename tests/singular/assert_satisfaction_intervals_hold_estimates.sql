-- Each interval holds its estimate and stays within the scale.
with intervals as (
    select
        'csat' as measure,
        csat_top_two_share as estimate,
        csat_top_two_share_lower as lower_bound,
        csat_top_two_share_upper as upper_bound,
        0 as scale_min,
        1 as scale_max,
        csat_responses as responses
    from {{ ref('satisfaction_monthly') }}
    union all
    select
        'ces' as measure,
        ces_easy_share as estimate,
        ces_easy_share_lower as lower_bound,
        ces_easy_share_upper as upper_bound,
        0 as scale_min,
        1 as scale_max,
        ces_responses as responses
    from {{ ref('satisfaction_monthly') }}
    union all
    select
        'nps' as measure,
        nps as estimate,
        nps_lower as lower_bound,
        nps_upper as upper_bound,
        -100 as scale_min,
        100 as scale_max,
        nps_responses as responses
    from {{ ref('satisfaction_monthly') }}
)

select * from intervals
where
    estimate not between scale_min and scale_max
    or lower_bound < scale_min
    or upper_bound > scale_max
    or estimate < lower_bound - 1e-9
    or estimate > upper_bound + 1e-9
    or (responses > 0) <> (estimate is not null)
    or (measure <> 'nps' and (responses > 0) <> (lower_bound is not null))
