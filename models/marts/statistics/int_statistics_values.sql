{{ config(materialized='view', access='protected', contract={'enforced': false}) }}

with customers as (
    select * from {{ ref('customer_360') }}
),

column_list as (
    select * from {{ ref('int_statistics_columns') }}
),

stacked as (
    select
        customers.customer_id,
        column_list.column_name,
        case column_list.column_name
            {% for column in customer_360_numbers() -%}
            when '{{ column.name }}' then cast(customers.{{ column.name }} as double)
            {% endfor -%}
            else cast(null as double)
        end as value
    from customers
    cross join column_list
),

final as (
    select * from stacked
    where value is not null
)

select * from final
