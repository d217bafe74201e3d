{{ config(access='protected', contract={'enforced': false}) }}

with purchases as (
    select * from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

by_month as (
    select
        purchases.customer_id,
        purchases.order_month as month,
        min(purchases.order_date) as first_order_date,
        max(purchases.order_date) as last_order_date,
        count(*) as purchases,
        count(distinct purchases.order_date) as purchase_days,
        cast(sum(purchases.net_revenue) as decimal(18, 4)) as net_revenue
    from purchases
    inner join as_of
        on purchases.order_date <= as_of.as_of_date
    group by purchases.customer_id, purchases.order_month
)

select * from by_month
