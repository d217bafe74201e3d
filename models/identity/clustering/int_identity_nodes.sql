with customers as (
    select * from {{ ref('customers') }}
),

nodes as (
    select
        {{ record_key('source_system', 'source_customer_id') }} as node,
        source_system,
        source_customer_id,
        created_at as first_seen_at
    from customers
)

select * from nodes
