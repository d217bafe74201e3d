with lines as (
    select * from {{ ref('base_grocer__lines') }}
)

select
    basket_id as order_id,
    line_number,
    product_id,
    quantity,
    unit_price,
    discount_amount,
    {{ crm360.bookkeeping() }}
from lines
