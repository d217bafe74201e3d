-- No snapshot whose horizon reaches beyond the data: its label would be a guess.
select
    snapshots.customer_id,
    snapshots.snapshot_date
from {{ ref('customer_snapshots') }} as snapshots
cross join {{ ref('int_as_of') }} as as_of
where cast(snapshots.snapshot_date + interval {{ var('churn_horizon_days') }} day as date) > as_of.as_of_date
