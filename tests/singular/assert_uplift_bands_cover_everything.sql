-- Of each feature the bands run from 0 on, each beginning where the one before ends, and the last is open.
with bands as (
    select
        *,
        lag(band_below) over (partition by feature order by band_from asc nulls last) as previous_below,
        lag(band) over (partition by feature order by band_from asc nulls last) as previous_band,
        lead(band) over (partition by feature order by band_from asc nulls last) as next_band
    from {{ ref('uplift_cell_bands') }}
    where band_from is not null
),

features as (
    {% for feature in uplift_cell_features() -%}
    select '{{ feature }}' as feature
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    feature,
    band as fault
from bands
where
    (previous_band is null and band_from <> 0)
    or (previous_band is not null and (previous_below is null or previous_below <> band_from))
    or (next_band is null) <> (band_below is null)
    or band_below <= band_from
union all
select
    features.feature,
    'no bands' as fault
from features
left join bands on features.feature = bands.feature
where bands.feature is null
