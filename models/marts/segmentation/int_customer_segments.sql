{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select customer_id from {{ ref('dim_customers') }}
),

value_segments as (
    select * from {{ ref('customer_value_segment') }}
    where attribute = 'revenue' and base = 'company'
),

segments as (
    select
        customers.customer_id,
        coalesce(rfm.segment, 'none') as rfm_segment,
        coalesce(lifecycle.state, 'none') as lifecycle_state,
        coalesce(value_segments.segment, 'none') as value_segment,
        coalesce(loyalty.tier, 'none') as loyalty_tier
    from customers
    left join {{ ref('customer_rfm') }} as rfm
        on customers.customer_id = rfm.customer_id
    left join {{ ref('customer_lifecycle') }} as lifecycle
        on customers.customer_id = lifecycle.customer_id
    left join value_segments
        on customers.customer_id = value_segments.customer_id
    left join {{ ref('customer_loyalty') }} as loyalty
        on customers.customer_id = loyalty.customer_id
)

select * from segments
