-- The combined score finds planted rows of every kind better than the largest order value does, unless there are too
-- few rows to say.
select *
from {{ ref('anomaly_evaluation') }}
where
    method = 'combined'
    and metric = 'auc'
    and status = 'measured'
    and not coalesce(value > baseline_value, false)
