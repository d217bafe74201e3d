{{ config(access='protected', contract={'enforced': false}) }}

with loyalty as (
    select * from {{ ref('customer_loyalty') }}
),

customer_value as (
    select * from {{ ref('customer_value') }}
),

measures as (
    select
        loyalty.customer_id,
        customer_value.net_revenue,
        customer_value.discounted_value as lifetime_value,
        loyalty.purchases_per_month as purchase_rate,
        cast(customer_value.margin_amount - customer_value.service_cost_amount as decimal(18, 4)) as profit_amount
    from loyalty
    inner join customer_value
        on loyalty.customer_id = customer_value.customer_id
)

select * from measures
