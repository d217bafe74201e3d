{{ config(materialized='table') }}

with lines as (
    select * from {{ ref('base_retail__lines') }}
    where customer_no is not null
),

sales as (
    select * from lines
    where line_kind = 'sale'
),

cancellations as (
    select * from lines
    where line_kind = 'cancellation'
),

-- A cancellation names no invoice. It is taken to cancel the customer's latest earlier purchase of that article, at
-- that price, of at least as many units.
latest_purchase as (
    select
        cancellations.source_row,
        cancellations.invoiced_at,
        cancellations.amount,
        cancellations.quantity,
        sales.invoice_no as order_id,
        sales.source_row as purchase_row,
        sales.quantity as purchased_quantity
    from cancellations
    inner join sales
        on
            cancellations.customer_no = sales.customer_no
            and cancellations.stock_code = sales.stock_code
            and cancellations.unit_price = sales.unit_price
            and cancellations.invoiced_at >= sales.invoiced_at
            and -cancellations.quantity <= sales.quantity
    qualify row_number() over (
        partition by cancellations.source_row
        order by sales.invoiced_at desc nulls last, sales.source_row desc nulls last
    ) = 1
),

-- Nothing is given back twice.
within_purchase as (
    select * from latest_purchase
    qualify sum(-quantity) over (
        partition by purchase_row
        order by invoiced_at asc nulls last, source_row asc nulls last
        rows between unbounded preceding and current row
    ) <= purchased_quantity
),

final as (
    select
        source_row,
        order_id,
        purchase_row,
        -amount as refund_amount
    from within_purchase
)

select * from final
