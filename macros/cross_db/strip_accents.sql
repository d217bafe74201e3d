{% macro strip_accents(expression) -%}
    {#- é → e, ö → o and so on. -#}
    {{ return(adapter.dispatch('strip_accents', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__strip_accents(expression) -%}
    strip_accents({{ expression }})
{%- endmacro %}
