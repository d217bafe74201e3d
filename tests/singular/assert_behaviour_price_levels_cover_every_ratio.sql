-- The price levels run from 0 without end, each beginning where the one before ends.
with levels as (
    select
        *,
        -- few rows: a seed
        lag(ratio_below) over (order by ratio_from asc nulls last) as previous_below,
        lag(price_level) over (order by ratio_from asc nulls last) as previous_level,
        lead(price_level) over (order by ratio_from asc nulls last) as next_level
    from {{ ref('price_levels') }}
)

select * from levels
where
    (previous_level is null and ratio_from <> 0)
    or (previous_level is not null and (previous_below is null or previous_below <> ratio_from))
    or (next_level is null) <> (ratio_below is null)
    or ratio_below <= ratio_from
