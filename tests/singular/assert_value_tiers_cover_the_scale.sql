-- The tiers of each measure run from 0 to 1 and beyond, each beginning where the one before ends; both measures have
-- the same tiers in the same order, from the highest score down, and `unrated` is not taken.
with tiers as (
    select
        *,
        lag(score_below) over (partition by measure order by score_from asc nulls last) as previous_below,
        lag(tier) over (partition by measure order by score_from asc nulls last) as previous_tier,
        lead(tier) over (partition by measure order by score_from asc nulls last) as next_tier,
        lag(sort_order) over (partition by measure order by score_from asc nulls last) as previous_sort_order,
        count(*) over (partition by tier, sort_order) as measures
    from {{ ref('value_tiers') }}
)

select * from tiers
where
    (previous_tier is null and score_from <> 0)
    or (previous_tier is not null and (previous_below is null or previous_below <> score_from))
    or (next_tier is null) <> (score_below is null)
    or score_below <= score_from
    or score_from > 1
    or sort_order >= previous_sort_order
    or measures <> 2
    or tier = 'unrated'
