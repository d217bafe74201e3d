{{ config(access='protected', contract={'enforced': false}) }}

with customer_months as (
    select * from {{ ref('int_rfm_customer_months') }}
),

thresholds as (
    select
        month,
        count(*) as customers,
        {{ quintile_thresholds('recency_days') }},
        {{ quintile_thresholds('frequency') }},
        {{ quintile_thresholds('monetary') }}
    from customer_months
    group by month
)

select * from thresholds
