{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

{%- set parts = [
    'repeat_purchase_rate', 'purchases_per_month', 'spend', 'products', 'categories', 'tenure_days', 'active_month_share', 'nps',
    'redemption_rate',
] %}

with customers as (
    select * from {{ ref('int_loyalty_customers') }}
),

part_values as (
    {% for part in parts -%}
    select
        customer_id,
        '{{ part }}' as part,
        cast({{ part }} as double) as value
    from customers
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from part_values
where value is not null
