-- Over the kinds of planted rows, the combined score finds them better than the largest order value does, unless there
-- are too few rows to say. (Of one kind it may not: where values are skewed, rows drawn over the whole range are all
-- large.)
select
    entity,
    avg(value) as auc,
    avg(baseline_value) as baseline_auc
from {{ ref('anomaly_evaluation') }}
where method = 'combined' and metric = 'auc' and status = 'measured'
group by entity
having not coalesce(avg(value) > avg(baseline_value), false)
