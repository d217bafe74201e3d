-- Where a scorecard was fitted and could be judged, its probabilities are better than giving everybody the average.
select *
from {{ ref('credit_score_evaluation') }}
where
    status = 'fitted'
    and metric = 'brier'
    and not coalesce(value < baseline_value, false)
