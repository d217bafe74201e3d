{{ config(access='protected', contract={'enforced': false}) }}

{%- set names = {'customer': 'int_anomaly_customers', 'order': 'int_anomaly_orders'} %}

with feature_values as (
    {% for entity, model in names.items() -%}
    {% set last_entity = loop.last -%}
    {% for feature in anomaly_features(entity) -%}
    select
        '{{ entity }}' as entity,
        entity_key,
        '{{ feature }}' as feature,
        {{ feature }} as value
    from {{ ref(model) }}
    {{ 'union all' if not (loop.last and last_entity) }}
    {% endfor -%}
    {% endfor %}
)

select * from feature_values
