{% macro value_attributes() -%}
    {#- The attributes that customer_value_segment can score, columns of int_value_attributes. -#}
    {{ return(['revenue', 'margin', 'lifetime_value', 'income', 'area_income']) }}
{%- endmacro %}
