-- The clusters lie further apart than groups by spend alone do (silhouette), unless there is only one.
with methods as (
    select
        max(silhouette) filter (where method = 'kmeans') as clusters,
        max(silhouette) filter (where method = 'spend_groups') as baseline
    from {{ ref('cluster_methods') }}
)

select * from methods
where clusters <= baseline
