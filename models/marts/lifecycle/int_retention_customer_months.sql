{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

{%- set by_month = 'partition by customer_id order by month asc nulls last' %}

with customer_months as (
    select * from {{ ref('int_lifecycle_customer_months') }}
    where is_full_month and purchase_days > 0
),

-- The rows of a customer are consecutive months, so a lag of 12 rows is a year.
windows as (
    select
        customer_id,
        month,
        purchase_days_in_month > 0 as is_active,
        purchase_days = purchase_days_in_month as is_first_month,
        coalesce(lag(purchase_days_in_month) over ({{ by_month }}), 0) > 0 as was_active,
        net_revenue,
        purchase_days - coalesce(lag(purchase_days, 12) over ({{ by_month }}), 0) > 0 as is_active_12,
        coalesce(
            lag(purchase_days, 12) over ({{ by_month }}) - coalesce(lag(purchase_days, 24) over ({{ by_month }}), 0), 0
        ) > 0 as was_active_12,
        revenue_12_months,
        coalesce(lag(revenue_12_months, 12) over ({{ by_month }}), 0) as previous_revenue_12_months
    from customer_months
)

select * from windows
