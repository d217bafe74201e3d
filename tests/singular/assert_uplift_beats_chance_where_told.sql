-- Customers are told apart only by a score whose interval lies above that of chance, and then better than a random one.
select *
from {{ ref('campaign_uplift_evaluation') }}
where
    is_chosen
    and (
        is_told <> coalesce(qini_lower > 0 and verdict = 'persuadables_found', false)
        or (is_told and not coalesce(qini > random_qini, false))
    )
