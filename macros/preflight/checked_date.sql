{% macro checked_date(value, name) -%}
    {#- A var that must be a day as text YYYY-MM-DD, or unset. -#}
    {%- set text = value | string if value else '' -%}
    {%- if text and not modules.re.match('^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', text) -%}
        {{ exceptions.raise_compiler_error("The var " ~ name ~ " is '" ~ text ~ "': write it as YYYY-MM-DD, or leave it unset.") }}
    {%- endif -%}
    {{ return(text) }}
{%- endmacro %}
