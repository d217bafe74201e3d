{% macro clean_email(column) -%}
    {#- E-mail address in lower case; NULL where it does not look like x@y.z. `column` holds cleaned text. -#}
    case when {{ crm360.regex_matches(column, '^[^@ ]+@[^@ ]+[.][^@. ]+$') }} then lower({{ column }}) end
{%- endmacro %}
