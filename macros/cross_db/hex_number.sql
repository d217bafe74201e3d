{% macro hex_number(expression) -%}
    {#- The number (BIGINT) that up to 15 hexadecimal digits stand for. -#}
    {{ return(adapter.dispatch('hex_number', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__hex_number(expression) -%}
    cast('0x' || {{ expression }} as bigint)
{%- endmacro %}

{% macro spark__hex_number(expression) -%}
    cast(conv({{ expression }}, 16, 10) as bigint)
{%- endmacro %}
