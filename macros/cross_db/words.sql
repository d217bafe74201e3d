{% macro words(expression) -%}
    {#- The different words of a text, which are parted by single blanks, as an array; NULL of NULL. -#}
    {{ return(adapter.dispatch('words', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__words(expression) -%}
    list_distinct(string_split({{ expression }}, ' '))
{%- endmacro %}

{% macro spark__words(expression) -%}
    array_distinct(split({{ expression }}, ' '))
{%- endmacro %}

{% macro word_overlap(left, right) -%}
    {#- Share of the shorter text's words that the other has too, 0 to 1 (overlap coefficient); arrays as `words` gives them. -#}
    {{ return(adapter.dispatch('word_overlap', 'crm360')(left, right)) }}
{%- endmacro %}

{% macro default__word_overlap(left, right) -%}
    (len(list_intersect({{ left }}, {{ right }})) / greatest(least(len({{ left }}), len({{ right }})), 1e0))
{%- endmacro %}

{% macro spark__word_overlap(left, right) -%}
    (size(array_intersect({{ left }}, {{ right }})) / greatest(least(size({{ left }}), size({{ right }})), 1e0))
{%- endmacro %}
