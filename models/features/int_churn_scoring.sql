with features as (
    select * from {{ ref('customer_features') }}
),

active as (
    select * from features
    where not is_lapsed
)

select * from active
