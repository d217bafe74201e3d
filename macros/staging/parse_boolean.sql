{% macro parse_boolean(column) -%}
    case
        when lower(trim({{ column }})) in ('y', 'yes', '1', 'true', 't') then true
        when lower(trim({{ column }})) in ('n', 'no', '0', 'false', 'f') then false
    end
{%- endmacro %}
