-- The clusters lie further apart than groups by spend alone do (silhouette), unless there is only one.
-- A warning: with two clusters of a company whose customers differ in spend above all, the two are hardly different.
{{ config(severity='warn') }}

with methods as (
    select
        max(silhouette) filter (where method = 'kmeans') as clusters,
        max(silhouette) filter (where method = 'spend_groups') as baseline
    from {{ ref('cluster_methods') }}
)

select * from methods
where clusters <= baseline
