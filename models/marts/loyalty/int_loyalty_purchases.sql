{{ config(access='protected', contract={'enforced': false}) }}

with orders as (
    select * from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

as_of as (
    select
        as_of_date,
        {{ window_start(var('loyalty_window_days')) }} as window_start_date
    from {{ ref('int_as_of') }}
),

summed as (
    select
        orders.customer_id,
        as_of.as_of_date,
        as_of.window_start_date,
        min(orders.order_date) as first_purchase_date,
        count(*) as purchases,
        count(*) filter (where orders.order_date >= as_of.window_start_date) as purchases_in_window,
        count(distinct case when orders.order_date >= as_of.window_start_date then orders.order_month end)
            as active_months,
        sum(orders.net_revenue) filter (where orders.order_date >= as_of.window_start_date) as spend
    from orders
    inner join as_of
        on orders.order_date <= as_of.as_of_date
    group by orders.customer_id, as_of.as_of_date, as_of.window_start_date
),

measured as (
    select
        customer_id,
        as_of_date,
        window_start_date,
        first_purchase_date,
        purchases,
        purchases_in_window,
        active_months,
        {{ months_between('greatest(first_purchase_date, window_start_date)', 'as_of_date') }} + 1 as months_observed,
        cast(coalesce(spend, 0) as decimal(18, 4)) as spend,
        cast({{ days_between('first_purchase_date', 'as_of_date') }} as int) as tenure_days,
        {{ safe_divide('purchases - 1', 'purchases') }} as repeat_purchase_rate
    from summed
)

select * from measured
