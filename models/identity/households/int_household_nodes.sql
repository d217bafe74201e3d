with customers as (
    select distinct customer_id from {{ ref('int_identity_clusters') }}
),

ties as (
    select distinct node_2 from {{ ref('int_household_ties') }}
),

final as (
    select customer_id as node from customers
    union all
    select node_2 as node from ties
)

select * from final
