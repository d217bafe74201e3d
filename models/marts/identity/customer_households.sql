with customers as (
    select
        clusters.customer_id,
        registry.load_number,
        registry.first_seen_at
    from {{ ref('int_identity_clusters') }} as clusters
    inner join {{ ref('int_identity_registry') }} as registry on clusters.record_key = registry.record_key
    where clusters.is_oldest_record
),

placed as (
    select
        customers.customer_id,
        components.component,
        row_number() over (
            partition by components.component
            order by
                customers.load_number asc nulls last,
                customers.first_seen_at asc nulls last,
                customers.customer_id asc nulls last
        ) as age_rank,
        count(*) over (partition by components.component) as household_size
    from customers
    inner join {{ ref('int_household_components') }} as components on customers.customer_id = components.node
),

-- The household is named after the customer who was here first.
named as (
    select
        component,
        'H' || substr(customer_id, 2) as household_id
    from placed
    where age_rank = 1
),

final as (
    select
        placed.customer_id,
        named.household_id,
        cast(placed.household_size as int) as household_size,
        placed.age_rank = 1 as is_first_member
    from placed
    inner join named on placed.component = named.component
)

select * from final
