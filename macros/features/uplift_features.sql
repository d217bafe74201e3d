{% macro uplift_features() -%}
    {#- The features that the regressions of uplift read, columns of int_uplift_features: what is known before a campaign's contact. -#}
    {{ return([
        'recency_days', 'tenure_days', 'purchases_365d', 'average_order_value', 'discount_share', 'redemption_share', 'click_share',
    ]) }}
{%- endmacro %}

{% macro uplift_cell_features() -%}
    {#- The features whose bands (seed `uplift_cell_bands`) make the cells of customers, in the order of the cell's name. -#}
    {{ return(['recency_days', 'messages', 'redemptions']) }}
{%- endmacro %}
