{% macro extract_moment(system) -%}
    {#- The moment of a system's extract (var `extracted_at`), or none where the var does not name the system. -#}
    {%- set moments = var('extracted_at') or {} -%}
    {%- if moments is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "The var extracted_at is '" ~ moments ~ "': write it as {system: date, …}, or {} to check no system."
        ) }}
    {%- endif -%}
    {{ return(moments.get(system)) }}
{%- endmacro %}
