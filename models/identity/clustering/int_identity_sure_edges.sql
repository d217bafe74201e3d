with edges as (
    select * from {{ ref('int_identity_edges') }}
),

final as (
    select
        node_1,
        node_2
    from edges
    where is_sure
)

select * from final
