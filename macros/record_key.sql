{% macro record_key(system, id) -%}
    {#- The key of a record over all systems; NULL where the id is. -#}
    {{ system }} || ':' || {{ id }}
{%- endmacro %}
