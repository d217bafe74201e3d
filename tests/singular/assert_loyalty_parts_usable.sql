-- All nine parts are listed, no weight is negative, not all of those that every buyer has are zero, and what earns 100
-- points is above zero.
select
    count(*) as parts,
    min(weight) as smallest_weight,
    min(full_at) as smallest_full_at
from {{ ref('loyalty_parts') }}
having
    count(*) <> 9
    or min(weight) < 0
    or sum(weight) filter (where part in ('repeat_purchase_rate', 'active_month_share')) <= 0
    or min(full_at) <= 0
