-- Each feature that makes the cells has bands.
with features as (
    {% for feature in uplift_cell_features() -%}
    select '{{ feature }}' as feature
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select features.feature
from features
left join {{ ref('uplift_cell_bands') }} as bands
    on features.feature = bands.feature and bands.band_from is not null
where bands.feature is null
