with decisions as (
    select * from {{ ref('int_identity_decisions') }}
),

edges as (
    select
        record_key_1 as node_1,
        record_key_2 as node_2,
        -- A person's word outweighs any evidence.
        case when decision = 'must link' then 1000e0 else match_weight end as weight,
        is_sure
    from decisions
    where is_match
)

select * from edges
