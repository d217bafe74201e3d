-- One k is chosen, and there are as many clusters with customers or without as it says.
with chosen as (
    select
        count(*) filter (where is_chosen) as chosen_rows,
        max(k) filter (where is_chosen) as k,
        count(*) as tried
    from {{ ref('cluster_selection') }}
),

clusters as (
    select count(*) as clusters from {{ ref('cluster_profiles') }}
)

select
    chosen.*,
    clusters.clusters
from chosen
cross join clusters
where chosen.tried > 0 and (chosen.chosen_rows != 1 or chosen.k != clusters.clusters)
