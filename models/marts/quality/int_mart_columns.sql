{{ config(access='protected', contract={'enforced': false}) }}

-- The catalogue of the public marts, read from their YAML: what the serving file holds, and what it masks.
{%- set marts = public_marts() %}

with columns_of_marts as (
    {% for mart in marts -%}
    {% set mart_loop = loop -%}
    {% for column in mart.columns.values() -%}
    {% set personal = column.config.meta.personal or column.meta.personal -%}
    select
        '{{ mart.name }}' as mart,
        '{{ mart.description | replace("'", "''") | trim }}'
            as mart_description,
        {{ loop.index }} as column_number,
        '{{ column.name }}' as column_name,
        '{{ column.data_type }}' as data_type,
        {% if personal -%}
        '{{ personal }}'
        {%- else -%}
        cast(null as string)
        {%- endif %} as personal,
        '{{ column.description | replace("'", "''") | trim }}'
            as description
    {% if not (loop.last and mart_loop.last) %}union all{% endif %}
    {% endfor -%}
    {% endfor %}
    {%- if not marts %}
    select
        cast(null as string) as mart,
        cast(null as string) as mart_description,
        0 as column_number,
        cast(null as string) as column_name,
        cast(null as string) as data_type,
        cast(null as string) as personal,
        cast(null as string) as description
    {%- endif %}
)

select * from columns_of_marts
