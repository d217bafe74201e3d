-- No snapshot whose horizon reaches beyond the data: its label would be a guess.
select
    snapshots.customer_id,
    snapshots.snapshot_date
from {{ ref('customer_snapshots') }} as snapshots
cross join {{ ref('int_as_of') }} as as_of
where cast({{ dbt.dateadd('day', var('churn_horizon_days'), 'snapshots.snapshot_date') }} as date) > as_of.as_of_date
