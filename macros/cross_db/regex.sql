{% macro regex_matches(expression, pattern) -%}
    {#- Whether the pattern is found anywhere in the text. The pattern is written for both RE2 and Java: no look-around, no
        back-references, classes such as [0-9] rather than \d (Spark reads a backslash in a literal as an escape). -#}
    {{ return(adapter.dispatch('regex_matches', 'crm360')(expression, pattern)) }}
{%- endmacro %}

{% macro default__regex_matches(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__regex_matches(expression, pattern) -%}
    regexp_like({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro regex_replace_all(expression, pattern, replacement) -%}
    {#- Every match replaced by a plain text. -#}
    {{ return(adapter.dispatch('regex_replace_all', 'crm360')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__regex_replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__regex_replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}
