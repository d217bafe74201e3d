{% macro systems_with(entity) -%}
    {#- The systems that deliver an entity, after a look at the whole var: an unknown entity is an error. -#}
    {%- set systems = [] -%}
    {%- if var('systems') is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "The var systems is '" ~ var('systems') ~ "': write it as {system: [entity, …], …}, as dbt_project.yml of crm360 does."
        ) }}
    {%- endif -%}
    {%- for system, entities in var('systems').items() -%}
        {%- for name in entities or [] -%}
            {%- if name not in crm360.entity_keys() -%}
                {{ exceptions.raise_compiler_error(
                    "The var systems gives '" ~ system ~ "' the entity '" ~ name ~ "', which crm360 does not know: use one of "
                    ~ crm360.entity_keys().keys() | join(', ') ~ "."
                ) }}
            {%- endif -%}
            {%- if name == entity -%}
                {%- do systems.append(system) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(systems) }}
{%- endmacro %}
