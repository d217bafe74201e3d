-- Every feature that customers are clustered by has words for the rules.
with features as (
    {% for feature in cluster_features() -%}
    select '{{ feature }}' as feature {{ 'union all' if not loop.last }}
    {% endfor %}
)

select features.feature
from features
left join {{ ref('cluster_feature_texts') }} as texts on features.feature = texts.feature
where texts.feature is null
