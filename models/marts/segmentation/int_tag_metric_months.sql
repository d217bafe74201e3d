{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

with customer_months as (
    select * from {{ ref('int_tag_customer_months') }}
),

metric_months as (
    {% for metric in monthly_customer_metrics() -%}
    select
        customer_id,
        month,
        is_full_month,
        '{{ metric }}' as metric,
        cast({{ metric }} as double) as metric_value
    from customer_months
    where {{ metric }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from metric_months
