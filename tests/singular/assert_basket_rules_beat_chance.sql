-- Rules learnt before the holdout are right more often after it than guessing by the consequent's popularity.
select *
from {{ ref('basket_rule_evaluation') }}
where row_count >= 200 and not coalesce(value > baseline_value, false)
