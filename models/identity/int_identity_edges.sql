with decisions as (
    select * from {{ ref('int_identity_decisions') }}
),

edges as (
    select
        record_key_1 as node_1,
        record_key_2 as node_2
    from decisions
    where is_match
)

select * from edges
