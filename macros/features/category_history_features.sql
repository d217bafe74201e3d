{% macro category_history_features() -%}
    {#- A customer's history with a category: what the model of the next category reads (`FEATURES` of crm360/propensity/category.py). -#}
    {{ return(['days_365d', 'days_since', 'days_total', 'is_last', 'share_365d', 'share_total']) }}
{%- endmacro %}
