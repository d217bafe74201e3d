{% macro row_as_struct(alias) -%}
    {#- The whole row of a table alias as one struct value; costs nothing until it is used. -#}
    {{ return(adapter.dispatch('row_as_struct', 'crm360')(alias)) }}
{%- endmacro %}

{% macro default__row_as_struct(alias) -%}
    {{ alias }}
{%- endmacro %}

{% macro spark__row_as_struct(alias) -%}
    struct({{ alias }}.*)
{%- endmacro %}

{% macro json_text(expression) -%}
    {#- A struct as JSON text. -#}
    {{ return(adapter.dispatch('json_text', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__json_text(expression) -%}
    cast(to_json({{ expression }}) as varchar)
{%- endmacro %}

{% macro spark__json_text(expression) -%}
    {#- With every column, also those that are NULL, and times written as DuckDB writes them. -#}
    to_json({{ expression }}, map('ignoreNullFields', 'false', 'timestampFormat', 'yyyy-MM-dd HH:mm:ss'))
{%- endmacro %}
