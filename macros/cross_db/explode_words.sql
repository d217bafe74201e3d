{% macro explode_words(expression) -%}
    {#- In a select list: one row per different word of a text whose words are parted by single blanks; no row of NULL. -#}
    {{ return(adapter.dispatch('explode_words', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__explode_words(expression) -%}
    unnest({{ crm360.words(expression) }})
{%- endmacro %}

{% macro spark__explode_words(expression) -%}
    explode({{ crm360.words(expression) }})
{%- endmacro %}
