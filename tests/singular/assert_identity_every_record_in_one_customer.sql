-- Every accepted customer record is in exactly one customer, no record comes from nowhere, and the customers' record
-- counts say so.
with records as (
    select {{ record_key('source_system', 'source_customer_id') }} as record_key
    from {{ ref('customers') }}
),

mapped as (
    select
        record_key,
        count(distinct customer_id) as customers
    from {{ ref('customer_identity_map') }}
    group by record_key
),

counted as (
    select
        customer_id,
        count(*) as record_count
    from {{ ref('customer_identity_map') }}
    group by customer_id
)

select
    coalesce(records.record_key, mapped.record_key) as found,
    mapped.customers as number_found
from records
full outer join mapped on records.record_key = mapped.record_key
where records.record_key is null or mapped.record_key is null or mapped.customers <> 1
union all
select
    coalesce(counted.customer_id, customers.customer_id) as found,
    counted.record_count as number_found
from counted
full outer join {{ ref('dim_customers') }} as customers on counted.customer_id = customers.customer_id
where counted.record_count is distinct from customers.record_count
