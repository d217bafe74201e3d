{{ config(access='protected', contract={'enforced': false}) }}

-- The catalogue of the public marts, read from their YAML: what the serving file holds, and what it masks. Rows of
-- VALUES, since Spark gives up on a union of so many selects; the first one, left out below, gives the types.
with columns_of_marts as (
    select listed.* from (
        values
        ('', '', 0, '', '', '', '')
        {%- for mart in public_marts() -%}
        {%- for column in mart.columns.values() -%}
        {%- set personal = column.config.meta.personal or column.meta.personal or '' -%}
        ,
        (
            '{{ mart.name }}',
            '{{ mart.description | replace("'", "''") | trim }}',
            {{ loop.index }},
            '{{ column.name }}',
            '{{ column.data_type }}',
            '{{ personal }}',
            '{{ column.description | replace("'", "''") | trim }}'
        )
        {%- endfor -%}
        {%- endfor %}
    ) as listed (mart, mart_description, column_number, column_name, data_type, personal, description)
)

select
    mart,
    mart_description,
    column_number,
    column_name,
    data_type,
    nullif(personal, '') as personal,
    description
from columns_of_marts
where mart <> ''
