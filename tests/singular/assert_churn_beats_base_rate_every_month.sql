-- In every month that could be validated, a trained model's probabilities are nearer to what happened than that month's
-- churn rate, told to everybody, would have been.
-- A warning: that rate is known in hindsight only, and in a small company chance may favour it.
{{ config(severity='warn') }}

select calibration.*
from {{ ref('churn_calibration_monthly') }} as calibration
where calibration.model not in ('recency', 'base_rate') and calibration.brier >= calibration.base_rate_brier
