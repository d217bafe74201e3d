{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select * from {{ ref('int_rfm_customers') }}
),

thresholds as (
    select
        count(*) as customers,
        {{ quintile_thresholds('recency_days') }},
        {{ quintile_thresholds('frequency') }},
        {{ quintile_thresholds('monetary') }}
    from customers
)

select * from thresholds
