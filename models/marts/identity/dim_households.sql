with members as (
    select * from {{ ref('customer_households') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

final as (
    select
        members.household_id,
        cast(count(*) as int) as customer_count,
        cast(sum(customers.record_count) as int) as record_count,
        min(case when members.is_first_member then customers.customer_id end) as first_customer_id,
        min(case when members.is_first_member then customers.city end) as city,
        min(case when members.is_first_member then customers.postcode end) as postcode,
        min(case when members.is_first_member then customers.country_code end) as country_code,
        min(customers.first_seen_at) as first_seen_at
    from members
    inner join customers on members.customer_id = customers.customer_id
    group by members.household_id
)

select * from final
