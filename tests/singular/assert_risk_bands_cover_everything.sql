-- Levels of risk, grades and buckets each run from their first bound without gap or overlap, the last one without end.
with bands as (
    select
        'risk_levels' as seed,
        level as band,
        score_from as band_from,
        score_below as band_below,
        0e0 as begins_at,
        100e0 as reaches
    from {{ ref('risk_levels') }}
    union all
    select
        'exposure_grades' as seed,
        grade as band,
        score_from as band_from,
        score_below as band_below,
        0e0 as begins_at,
        100e0 as reaches
    from {{ ref('exposure_grades') }}
    union all
    select
        'aging_buckets' as seed,
        bucket as band,
        coalesce(days_from, -100000e0) as band_from,
        cast(days_below as double) as band_below,
        -100000e0 as begins_at,
        100000e0 as reaches
    from {{ ref('aging_buckets') }}
),

placed as (
    select
        *,
        lag(band) over (partition by seed order by band_from asc nulls last) as previous_band,
        lag(band_below) over (partition by seed order by band_from asc nulls last) as previous_below,
        lead(band) over (partition by seed order by band_from asc nulls last) as next_band
    from bands
)

select * from placed
where
    (previous_band is null and band_from <> begins_at)
    or (previous_band is not null and (previous_below is null or previous_below <> band_from))
    or (next_band is null) <> (band_below is null)
    or band_below <= band_from
    or band_from > reaches
