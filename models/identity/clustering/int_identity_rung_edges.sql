with edges as (
    select * from {{ ref('int_identity_edges') }}
),

rung_nodes as (
    select * from {{ ref('int_identity_rung_nodes') }}
),

final as (
    select
        one.node as node_1,
        other.node as node_2
    from edges
    inner join rung_nodes as one on edges.node_1 = one.record_key
    inner join rung_nodes as other on edges.node_2 = other.record_key and one.rung = other.rung
    inner join {{ ref('int_identity_rungs') }} as rungs
        on one.rung = rungs.rung and edges.weight >= rungs.min_weight
)

select * from final
