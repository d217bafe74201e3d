-- Each feature of the scorecard has a bin for unknown values and bins for known ones.
with features as (
    {% for feature in credit_features() -%}
    select '{{ feature }}' as feature
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select features.feature
from features
left join {{ ref('credit_score_bins') }} as bins on features.feature = bins.feature
group by features.feature
having count(*) filter (where bins.bin = 0) <> 1 or count(*) filter (where bins.bin > 0) = 0
