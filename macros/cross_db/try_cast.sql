{% macro try_cast(expression, type) -%}
    {#- NULL instead of an error where the text is not of that type. `dbt.safe_cast` is a plain cast on DuckDB. -#}
    try_cast({{ expression }} as {{ type }})
{%- endmacro %}
