{% macro log_2(expression) -%}
    {#- Binary logarithm: evidence in bits. NULL of zero. -#}
    (ln(nullif({{ expression }}, 0)) / 0.6931471805599453e0)
{%- endmacro %}
