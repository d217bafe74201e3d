-- Every numeric column of customer_360's contract is described, but for the labels of the var `statistics_without`.
with wanted as (
    select column_name
    from {{ ref('int_mart_columns') }}
    where
        mart = 'customer_360'
        and (data_type in ('int', 'bigint', 'double') or data_type like 'decimal%')
        {% for label in var('statistics_without') -%}
        and column_name <> '{{ label }}'
        {% endfor %}
)

select
    wanted.column_name as wanted_column,
    described.column_name as described_column
from wanted
full join {{ ref('descriptive_statistics') }} as described on wanted.column_name = described.column_name
where wanted.column_name is null or described.column_name is null
