{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

with customer_months as (
    select * from {{ ref('int_lifecycle_customer_months') }}
    where is_full_month and purchase_days > 0
),

-- The rows of a customer are consecutive months, so a lag of 12 rows is a year.
lagged as (
    select
        *,
        {% for months in [12, 24] -%}
        coalesce(lag(purchase_days, {{ months }}) over (partition by customer_id order by month asc nulls last), 0)
            as purchase_days_before_{{ months }},
        {% endfor -%}
        coalesce(lag(purchase_days_in_month) over (partition by customer_id order by month asc nulls last), 0)
            as purchase_days_month_before,
        coalesce(lag(revenue_12_months, 12) over (partition by customer_id order by month asc nulls last), 0)
            as previous_revenue_12_months
    from customer_months
),

judged as (
    select
        customer_id,
        month,
        purchase_days_in_month > 0 as is_active,
        purchase_days = purchase_days_in_month as is_first_month,
        purchase_days_month_before > 0 as was_active,
        net_revenue,
        purchase_days > purchase_days_before_12 as is_active_12,
        purchase_days_before_12 > purchase_days_before_24 as was_active_12,
        revenue_12_months,
        previous_revenue_12_months
    from lagged
)

select * from judged
