-- No order gives back more than was paid for it.
select
    order_key,
    gross_amount,
    refund_amount
from {{ ref('fct_orders') }}
where refund_amount > gross_amount or refund_amount < 0
