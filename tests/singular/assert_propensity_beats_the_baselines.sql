-- A model that was trained and scores beats the naive forecasts on later months: by ranking and by error.
select *
from {{ ref('purchase_propensity_evaluation') }}
where
    is_chosen
    and status = 'trained'
    and (
        (metric in ('auc', 'r2') and not coalesce(value > baseline_value, false))
        or (metric in ('brier', 'mae') and not coalesce(value < baseline_value, false))
    )
