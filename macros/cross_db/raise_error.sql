{% macro raise_error(message) -%}
    {#- A SQL expression that stops the query with that message (a SQL text expression). -#}
    {{ return(adapter.dispatch('raise_error', 'crm360')(message)) }}
{%- endmacro %}

{% macro default__raise_error(message) -%}
    error({{ message }})
{%- endmacro %}

{% macro spark__raise_error(message) -%}
    raise_error({{ message }})
{%- endmacro %}
