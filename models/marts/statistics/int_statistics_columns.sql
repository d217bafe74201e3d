{{ config(materialized='view', access='protected', contract={'enforced': false}) }}
{%- set columns = customer_360_numbers() %}

with column_list as (
    {% for column in columns -%}
    select
        '{{ column.name }}' as column_name,
        {{ loop.index }} as column_number,
        '{{ column.description | replace("'", "''") | trim }}' as description
    {{ 'union all' if not loop.last }}
    {% endfor %}
    {%- if not columns %}
    select
        cast(null as string) as column_name,
        0 as column_number,
        cast(null as string) as description
    {%- endif %}
)

select * from column_list
where column_name is not null
