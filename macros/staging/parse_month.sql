{% macro parse_month(column) -%}
    {#- Text of a month, or of any day in it → the first day of the month, or NULL. -#}
    cast(date_trunc('month', {{ crm360.parse_timestamp(column) }}) as date)
{%- endmacro %}
