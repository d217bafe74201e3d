{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Plain schema names (marts, staging, …) in the default target; a developer's own schema prefixes them. -#}
    {%- if custom_schema_name is none -%}
        {{ target.schema }}
    {%- elif target.schema == 'main' -%}
        {{ custom_schema_name | trim }}
    {%- else -%}
        {{ target.schema }}_{{ custom_schema_name | trim }}
    {%- endif -%}
{%- endmacro %}
