{% macro is_mapped(system, entity) -%}
    {#- Whether the var `systems` says that this system delivers this entity: its staging model is built only then. -#}
    {{ return(entity in (var('systems').get(system) or [])) }}
{%- endmacro %}
