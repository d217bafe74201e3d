-- Today's delivery.
select
    customer_id,
    customer_name,
    city,
    balance,
    updated_at
from {{ ref('records') }}
where batch = {{ var('batch') }}
