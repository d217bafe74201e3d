-- The blend that recommends ranks new purchases better than popularity, or popularity recommends and the table says so.
select *
from {{ ref('recommendation_evaluation') }}
where
    method = 'blend'
    and metric = 'ndcg_at_10'
    and status = 'trained'
    and not coalesce(value > baseline_value, false)
