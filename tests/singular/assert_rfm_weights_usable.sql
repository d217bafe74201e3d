-- All three metrics have a weight, none is negative, and not all are zero.
select
    count(*) as metrics,
    min(weight) as smallest_weight,
    sum(weight) as weight_sum
from {{ ref('rfm_weights') }}
having count(*) <> 3 or min(weight) < 0 or sum(weight) <= 0
