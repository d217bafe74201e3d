{% macro clean_birth_date(column, system) -%}
    {#- Date of birth; NULL where it is unreadable, before 1905 (1900-01-01 is what forms put in for "unknown"), or after the
        day of the system's extract. `column` holds cleaned text. -#}
    {%- set birth_date = 'cast(' ~ crm360.parse_timestamp(column) ~ ' as date)' -%}
    {%- set extracted_at = crm360.extract_moment(system) -%}
    case
        when {{ birth_date }} >= date '1905-01-01'
            {%- if extracted_at %}
            and {{ birth_date }} <= cast(timestamp '{{ extracted_at }}' as date)
            {%- endif %}
            then {{ birth_date }}
    end
{%- endmacro %}
