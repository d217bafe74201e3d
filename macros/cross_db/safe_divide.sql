{% macro safe_divide(numerator, denominator) -%}
    {#- NULL where the denominator is zero or NULL, and never an integer division. -#}
    (cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0))
{%- endmacro %}
