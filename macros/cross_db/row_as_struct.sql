{% macro row_as_struct(alias) -%}
    {#- The whole row of a table alias as one struct value; costs nothing until it is used. -#}
    {{ return(adapter.dispatch('row_as_struct', 'crm360')(alias)) }}
{%- endmacro %}

{% macro default__row_as_struct(alias) -%}
    {{ alias }}
{%- endmacro %}

{% macro json_text(expression) -%}
    {#- A struct as JSON text. -#}
    {{ return(adapter.dispatch('json_text', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__json_text(expression) -%}
    cast(to_json({{ expression }}) as varchar)
{%- endmacro %}
