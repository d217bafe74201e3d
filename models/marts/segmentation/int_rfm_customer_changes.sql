{{ config(access='protected', contract={'enforced': false}) }}

{#- What a customer's frequency and monetary are at a month's end changes only in the months in which a purchase enters
    the window or leaves it. One row per such month, valid until the next one. -#}
{%- set window_days = var('rfm_window_days') %}

with purchases as (
    select
        customer_id,
        order_date,
        cast({{ dbt.dateadd('day', window_days, 'order_date') }} as date) as expiry_date,
        net_revenue
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

events as (
    select
        customer_id,
        order_date as event_date,
        order_date as purchase_date,
        1 as purchases,
        net_revenue as revenue,
        net_revenue as month_revenue
    from purchases

    union all

    select
        purchases.customer_id,
        purchases.expiry_date as event_date,
        cast(null as date) as purchase_date,
        -1 as purchases,
        -purchases.net_revenue as revenue,
        cast(0 as decimal(18, 4)) as month_revenue
    from purchases
    inner join as_of
        on purchases.expiry_date <= as_of.as_of_date
),

by_month as (
    select
        customer_id,
        cast(date_trunc('month', event_date) as date) as month,
        max(purchase_date) as last_purchase_date,
        sum(purchases) as purchases,
        sum(revenue) as revenue,
        sum(month_revenue) as month_revenue
    from events
    group by all
),

running as (
    select
        customer_id,
        month as valid_from_month,
        lead(month) over (partition by customer_id order by month asc nulls last) as valid_to_month,
        max(last_purchase_date) over (
            partition by customer_id order by month asc nulls last rows between unbounded preceding and current row
        ) as last_purchase_date,
        cast(sum(purchases) over (
            partition by customer_id order by month asc nulls last rows between unbounded preceding and current row
        ) as bigint) as frequency,
        cast(sum(revenue) over (
            partition by customer_id order by month asc nulls last rows between unbounded preceding and current row
        ) as decimal(18, 4)) as monetary,
        cast(month_revenue as decimal(18, 4)) as month_revenue
    from by_month
)

select * from running
