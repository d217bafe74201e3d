-- The discount of the marts is the loyalty card's and the matched coupons', to within the rounding of unit prices (a
-- cent a line at most).
with raw as (
    select sum(cast(retail_disc + coupon_match_disc as decimal(18, 4))) as discount_amount
    from {{ source('grocer', 'transactions_sample') }}
    where quantity > 0
),

orders as (
    select sum(discount_amount) as discount_amount from {{ ref('fct_orders') }}
),

items as (
    select
        sum(discount_amount) as discount_amount,
        min(discount_amount) as least_discount
    from {{ ref('fct_order_items') }}
)

select
    raw.discount_amount as raw_discount,
    orders.discount_amount as order_discount,
    items.discount_amount as item_discount,
    items.least_discount
from raw
cross join orders
cross join items
where
    orders.discount_amount - raw.discount_amount not between 0 and 1
    or orders.discount_amount <> items.discount_amount
    or items.least_discount < 0
