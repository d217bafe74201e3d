-- The tiers run from 0 to beyond 100, each beginning where the one before ends.
with tiers as (
    select
        *,
        -- few rows: a seed
        lag(index_below) over (order by index_from asc nulls last) as previous_below,
        lag(tier) over (order by index_from asc nulls last) as previous_tier,
        lead(tier) over (order by index_from asc nulls last) as next_tier
    from {{ ref('loyalty_tiers') }}
)

select * from tiers
where
    (previous_tier is null and index_from <> 0)
    or (previous_tier is not null and (previous_below is null or previous_below <> index_from))
    or (next_tier is null) <> (index_below is null)
    or index_below <= index_from
    or index_from > 100
