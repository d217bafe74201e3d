{{ config(access='protected', contract={'enforced': false}) }}

{#- What is known of a customer's rhythm changes only in the months in which they buy: one row per such month, valid
    until the next. -#}
with purchases as (
    select * from {{ ref('int_lifecycle_purchases') }}
),

running as (
    select
        customer_id,
        month as valid_from_month,
        lead(month) over (partition by customer_id order by month asc nulls last) as valid_to_month,
        lag(last_order_date) over (partition by customer_id order by month asc nulls last) as previous_last_date,
        first_order_date,
        last_order_date as last_purchase_date,
        min(first_order_date) over (partition by customer_id) as first_purchase_date,
        purchase_days as month_purchase_days,
        net_revenue as month_revenue,
        cast(sum(purchase_days) over (
            partition by customer_id order by month asc nulls last rows between unbounded preceding and current row
        ) as bigint) as purchase_days,
        cast(sum(net_revenue) over (
            partition by customer_id order by month asc nulls last rows between unbounded preceding and current row
        ) as decimal(18, 4)) as revenue
    from purchases
),

-- The mean gap needs no single gaps: they add up to the days from the first purchase to the last.
with_gap as (
    select
        *,
        {{ days_between('first_purchase_date', 'last_purchase_date') }} as gap_days_sum,
        {{ safe_divide(days_between('first_purchase_date', 'last_purchase_date'), 'purchase_days - 1') }}
            as own_gap_days
    from running
)

select * from with_gap
