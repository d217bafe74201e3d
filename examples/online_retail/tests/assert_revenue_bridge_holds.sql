-- The classes add up to the file, and those of net revenue to fct_orders: for any file of this shape.
with bridge as (
    select
        sum(amount) as all_lines,
        sum(amount) filter (where is_in_net_revenue) as net_revenue,
        sum(line_count) as line_count
    from {{ ref('retail_revenue_bridge') }}
),

-- Straight from the raw text, past every model.
raw as (
    select
        sum(try_cast(quantity as decimal(18, 0)) * try_cast(unitprice as decimal(18, 4))) as all_lines,
        count(*) as line_count
    from {{ crm360.raw_records('retail', 'lines') }}
),

orders as (
    select
        sum(net_revenue) as net_revenue,
        sum(gross_amount) filter (where is_purchase) as gross_amount
    from {{ ref('fct_orders') }}
),

items as (
    select sum(gross_amount) as gross_amount from {{ ref('fct_order_items') }}
    where is_purchase
)

select
    bridge.*,
    raw.all_lines as raw_lines,
    orders.net_revenue as order_net_revenue,
    orders.gross_amount,
    items.gross_amount as item_gross_amount
from bridge
cross join raw
cross join orders
cross join items
where
    bridge.all_lines is distinct from raw.all_lines
    or bridge.line_count is distinct from raw.line_count
    or bridge.net_revenue is distinct from orders.net_revenue
    or orders.gross_amount is distinct from items.gross_amount
