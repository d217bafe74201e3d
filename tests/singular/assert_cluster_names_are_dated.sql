-- The clusters of today are the current rows of the history, with the same names, and no spell ends before it begins.
with history as (
    select * from {{ ref('cluster_name_history') }}
),

profiles as (
    select * from {{ ref('cluster_profiles') }}
)

select
    coalesce(history.cluster_number, profiles.cluster_number) as cluster_number,
    history.valid_from,
    history.valid_to
from history
full join profiles on history.cluster_number = profiles.cluster_number
where
    (coalesce(history.is_current, false) and profiles.cluster_number is null)
    or (profiles.cluster_number is not null and not coalesce(history.is_current, false))
    or history.cluster_name != profiles.cluster_name
    or history.valid_to < history.valid_from
