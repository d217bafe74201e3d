{% macro attribution_models() -%}
    {#- The ways in which fct_attributed_orders shares an order among its touches, in the order of its columns. -#}
    {{ return(['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based', 'markov']) }}
{%- endmacro %}
