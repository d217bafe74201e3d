{% macro joined_text(expression, separator, order_by) -%}
    {#- Aggregate: the texts of the rows, one after the other; NULLs are passed over. `order_by` with direction and nulls. -#}
    {{ return(adapter.dispatch('joined_text', 'crm360')(expression, separator, order_by)) }}
{%- endmacro %}

{% macro default__joined_text(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__joined_text(expression, separator, order_by) -%}
    listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}
