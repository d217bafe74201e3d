-- Every customer as last delivered, with the delivery that last touched the row.
select
    delivery.*,
    {{ var('batch') }} as batch
from {{ ref('delivery') }} as delivery
{% if is_incremental() %}
where delivery.updated_at > (select max(known.updated_at) from {{ this }} as known)
{% endif %}
