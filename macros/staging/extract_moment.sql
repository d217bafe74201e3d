{% macro extract_moment(system) -%}
    {#- The moment of a system's extract (var `extracted_at`), or none where the var does not name the system. -#}
    {{ return(crm360.extract_moments().get(system)) }}
{%- endmacro %}

{% macro extract_moments() -%}
    {#- The var `extracted_at`, which must be a map from systems to moments; unset is an empty one. -#}
    {%- set moments = var('extracted_at') or {} -%}
    {%- if moments is not mapping -%}
        {%- do crm360.refuse_var('extracted_at', moments, "write it as {system: \"YYYY-MM-DD\", …}, or as {} to check no system") -%}
    {%- endif -%}
    {{ return(moments) }}
{%- endmacro %}
