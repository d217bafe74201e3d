{% macro country_code(column) -%}
    {#- ISO 3166-1 alpha-2 code of a country's name or code. Expects the seed `country_names` joined on
        `lower(<column>) = country_names.country_name`; a two-letter code that it does not list stands as it is. -#}
    coalesce(
        country_names.country_code,
        case when {{ crm360.regex_matches(column, '^[A-Za-z]{2}$') }} then upper({{ column }}) end
    )
{%- endmacro %}
