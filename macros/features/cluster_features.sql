{% macro cluster_features() -%}
    {#- The features that customers are clustered by: columns of customer_features that exist for every customer.
        Python (which reads the columns of int_cluster_inputs) and SQL (which assigns customers to centres) both follow this list. -#}
    {{ return([
        'recency_days', 'tenure_days', 'purchases_365d', 'spend_365d', 'average_order_value', 'discount_share', 'categories_bought',
    ]) }}
{%- endmacro %}
