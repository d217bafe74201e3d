{{ config(access='protected', contract={'enforced': false}) }}

with purchases as (
    select
        customer_id,
        order_date,
        net_revenue
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

as_of as (
    select
        as_of_date,
        {{ window_start(var('rfm_window_days')) }} as window_start_date
    from {{ ref('int_as_of') }}
),

customers as (
    select
        purchases.customer_id,
        as_of.as_of_date,
        as_of.window_start_date,
        min(purchases.order_date) as first_purchase_date,
        max(purchases.order_date) as last_purchase_date,
        count(*) filter (where purchases.order_date >= as_of.window_start_date) as frequency,
        sum(purchases.net_revenue) filter (where purchases.order_date >= as_of.window_start_date) as revenue_in_window
    from purchases
    inner join as_of
        on purchases.order_date <= as_of.as_of_date
    group by all
),

measured as (
    select
        customer_id,
        as_of_date,
        window_start_date,
        first_purchase_date,
        last_purchase_date,
        cast({{ days_between('last_purchase_date', 'as_of_date') }} as int) as recency_days,
        frequency,
        cast(coalesce(revenue_in_window, 0) as decimal(18, 4)) as monetary
    from customers
)

select * from measured
