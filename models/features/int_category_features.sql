-- The day a customer first buys in a category counts one; their sum up to the snapshot is the number of categories ever
-- bought.
with snapshot_days as (
    select * from {{ ref('int_snapshot_days') }}
),

first_purchases as (
    select
        customer_id,
        category,
        {{ customer_hash('customer_id') }} as customer_hash,
        min(order_date) as first_date
    from {{ ref('fct_order_items') }}
    where is_purchase and customer_id is not null and category is not null
    group by customer_id, category
),

features as (
    select
        first_purchases.customer_id,
        snapshot_days.snapshot_date,
        cast(count(*) as int) as categories_bought
    from first_purchases
    inner join snapshot_days
        on
            first_purchases.first_date = snapshot_days.date_day
            and first_purchases.customer_hash < snapshot_days.hashes_below
    group by first_purchases.customer_id, snapshot_days.snapshot_date
)

select * from features
