-- The label side: who buys within the horizon after a month end. Nothing of it may enter a feature.
with month_ends as (
    select * from {{ ref('int_snapshot_dates') }}
    where not is_as_of
),

purchase_days as (
    select
        customer_id,
        order_date,
        {{ customer_hash('customer_id') }} as customer_hash
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
    group by customer_id, order_date
),

next_purchases as (
    select
        purchase_days.customer_id,
        month_ends.snapshot_date,
        min(purchase_days.order_date) as next_purchase_date
    from purchase_days
    inner join month_ends
        on
            purchase_days.order_date > month_ends.snapshot_date
            and purchase_days.order_date <= month_ends.label_known_on
            and purchase_days.customer_hash < month_ends.hashes_below
    group by purchase_days.customer_id, month_ends.snapshot_date
)

select * from next_purchases
