-- A model that was trained and chosen ranks customers at least as well as days since the last purchase alone.
select *
from {{ ref('churn_model_evaluation') }}
where
    is_chosen
    and status = 'trained'
    and (
        (metric = 'auc' and not coalesce(value >= baseline_value, false))
        or (metric = 'brier' and not coalesce(value <= baseline_value, false))
    )
