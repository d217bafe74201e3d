{% test bands_cover(model, lower, upper, begins=none, ends=none, reaches=none, per=none) %}
{#- The bands of a seed follow one another without gap or overlap: each begins where the one before ends (lower bound
    included, upper one not), from `begins` to `ends`; without these they are open at that end. `reaches`: highest value
    there is, beyond which a band would never be met. `per`: column of the scale, where the seed holds several. Rows
    without bounds are no bands. -#}
with bands as (
    select
        {{ per or "'all'" }} as scale,
        cast({{ lower }} as double) as band_from,
        cast({{ upper }} as double) as band_below
    from {{ model }}
    where {{ lower }} is not null or {{ upper }} is not null
),

placed as (
    select
        *,
        row_number() over (partition by scale order by coalesce(band_from, -1e300) asc nulls last) as place,
        lag(band_below) over (partition by scale order by coalesce(band_from, -1e300) asc nulls last) as previous_below,
        count(*) over (partition by scale) as bands
    from bands
)

select
    scale,
    band_from,
    band_below
from placed
where
    (
        place = 1
        and {{ 'band_from is not null' if begins is none else 'not coalesce(band_from = ' ~ begins ~ ', false)' }}
    )
    or (place > 1 and not coalesce(band_from = previous_below, false))
    or (
        place = bands
        and {{ 'band_below is not null' if ends is none else 'not coalesce(band_below = ' ~ ends ~ ', false)' }}
    )
    or band_below <= band_from
    {{ 'or band_from > ' ~ reaches if reaches is not none }}

union all

select
    'no bands' as scale,
    null as band_from,
    null as band_below
where not exists (select 1 from bands)
{% endtest %}
