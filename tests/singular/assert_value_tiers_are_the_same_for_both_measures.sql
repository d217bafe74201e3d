-- Both measures have the same tiers in the same order, from the highest score down, and `unrated` is not taken.
with tiers as (
    select
        *,
        lag(sort_order) over (partition by measure order by score_from asc nulls last) as previous_sort_order,
        count(*) over (partition by tier, sort_order) as measures
    from {{ ref('value_tiers') }}
)

select * from tiers
where sort_order >= previous_sort_order or measures <> 2 or tier = 'unrated'
