-- Each feature that customers or orders are compared by has words, and no words are left over.
with features as (
    {% for entity in ['customer', 'order'] -%}
    {% set last_entity = loop.last -%}
    {% for feature in anomaly_features(entity) -%}
    select
        '{{ entity }}' as entity,
        '{{ feature }}' as feature
    {{ 'union all' if not (loop.last and last_entity) }}
    {% endfor -%}
    {% endfor %}
)

select
    coalesce(features.entity, words.entity) as entity,
    coalesce(features.feature, words.feature) as feature
from features
full outer join {{ ref('anomaly_features') }} as words
    on features.entity = words.entity and features.feature = words.feature
where features.feature is null or words.feature is null
