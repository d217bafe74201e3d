-- The bands run from 0 to beyond 100, each beginning where the one before ends.
with bands as (
    select
        *,
        -- few rows: a seed
        lag(index_below) over (order by index_from asc nulls last) as previous_below,
        lag(band) over (order by index_from asc nulls last) as previous_band,
        lead(band) over (order by index_from asc nulls last) as next_band
    from {{ ref('satisfaction_bands') }}
)

select * from bands
where
    (previous_band is null and index_from <> 0)
    or (previous_band is not null and (previous_below is null or previous_below <> index_from))
    or (next_band is null) <> (index_below is null)
    or index_below <= index_from
    or index_from > 100
