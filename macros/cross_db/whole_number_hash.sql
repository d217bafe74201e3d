{% macro whole_number_hash(expression) -%}
    {#- A 64-bit number that is the same for equal texts within one run: cheap to join on. The engines' numbers differ. -#}
    {{ return(adapter.dispatch('whole_number_hash', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__whole_number_hash(expression) -%}
    hash({{ expression }})
{%- endmacro %}

{% macro spark__whole_number_hash(expression) -%}
    xxhash64({{ expression }})
{%- endmacro %}
