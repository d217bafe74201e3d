-- Over all units of a category, the price beside the category's average is 1; customers and strangers together make up
-- the company, so the customers' mean is 1 wherever every unit is an identified customer's.
with customers as (
    select {{ safe_divide('sum(priced_units * price_ratio)', 'sum(priced_units)') }} as mean_ratio
    from {{ ref('int_customer_prices') }}
),

strangers as (
    select count(*) as lines
    from {{ ref('fct_order_items') }}
    where is_purchase and category is not null and quantity > 0 and unit_price > 0 and customer_id is null
)

select
    customers.mean_ratio,
    strangers.lines
from customers
cross join strangers
where abs(customers.mean_ratio - 1) > case when strangers.lines = 0 then 1e-6 else 0.1 end
