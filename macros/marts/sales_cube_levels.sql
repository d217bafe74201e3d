{% macro sales_cube_dimensions() -%}
    {{ return(['month', 'channel', 'category', 'region', 'segment']) }}
{%- endmacro %}

{% macro sales_cube_levels() -%}
    {#- The grouping sets of sales_cube: the total, each dimension, each two of them, and all five (the cells). -#}
    {%- set dimensions = crm360.sales_cube_dimensions() -%}
    {%- set levels = [[]] -%}
    {%- for one in dimensions -%}
        {%- do levels.append([one]) -%}
        {%- for other in dimensions[loop.index:] -%}
            {%- do levels.append([one, other]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do levels.append(dimensions) -%}
    {{ return(levels) }}
{%- endmacro %}

{% macro sales_cube_level_name(dimensions) -%}
    {{ return(dimensions | join(' × ') or 'total') }}
{%- endmacro %}
