-- The first band is open below and the last above; between them each begins where the one before ends.
with bands as (
    select
        *,
        -- few rows: a seed
        lag(age_below) over (order by age_from asc nulls first) as previous_below,
        lag(age_band) over (order by age_from asc nulls first) as previous_band,
        lead(age_band) over (order by age_from asc nulls first) as next_band
    from {{ ref('age_bands') }}
),

faults as (
    select age_band from bands
    where
        (previous_band is null) <> (age_from is null)
        or (next_band is null) <> (age_below is null)
        or previous_below <> age_from
        or age_below <= age_from
    union all
    select 'no bands' as age_band
    where not exists (select 1 from bands)
)

select * from faults
