{% macro checked_date(value, name) -%}
    {#- A var that must be a day as text YYYY-MM-DD, one that the calendar has, or unset. -#}
    {%- set text = value | string if value else '' -%}
    {%- if text -%}
        {%- set parts = modules.re.match('^(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', text) -%}
        {%- set first = modules.datetime.date(parts.group(1) | int, parts.group(2) | int, 1) if parts and parts.group(1) != '0000' -%}
        {%- set day = first + modules.datetime.timedelta(days=(parts.group(3) | int) - 1) if first -%}
        {%- if not day or day.month != first.month -%}
            {{ exceptions.raise_compiler_error("The var " ~ name ~ " is '" ~ text ~ "': write it as YYYY-MM-DD, a day of the calendar, or leave it unset.") }}
        {%- endif -%}
    {%- endif -%}
    {{ return(text) }}
{%- endmacro %}
