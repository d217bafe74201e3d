-- Edges between cores, a row a pair of cores, and whether they are cut: where a tie is weak, what speaks against it
-- counts.
with decisions as (
    select
        one.core as one_core,
        other.core as other_core,
        decisions.*
    from {{ ref('int_identity_decisions') }} as decisions
    inner join {{ ref('int_identity_cores') }} as one on decisions.record_key_1 = one.record_key
    inner join {{ ref('int_identity_cores') }} as other on decisions.record_key_2 = other.record_key
    where one.core <> other.core
),

pairs as (
    select
        least(one_core, other_core) as node_1,
        greatest(one_core, other_core) as node_2,
        max(case when is_match then coalesce(match_weight, 1000e0) end) as weight,
        count(*) filter (where is_match) as matched_pairs,
        count(*) filter (
            where not is_match and match_probability < {{ var('identity_review_probability') }}
        ) as refused_pairs,
        bool_or(is_conflict) as is_conflict
    from decisions
    group by least(one_core, other_core), greatest(one_core, other_core)
),

sized as (
    select
        pairs.*,
        one.record_count as size_1,
        other.record_count as size_2
    from pairs
    inner join {{ ref('int_identity_core_nodes') }} as one on pairs.node_1 = one.node
    inner join {{ ref('int_identity_core_nodes') }} as other on pairs.node_2 = other.node
),

linked as (
    select * from sized
    where weight is not null
),

either_way as (
    select
        node_1 as node,
        node_2 as neighbour,
        weight
    from linked
    where not is_conflict
    union all
    select
        node_2 as node,
        node_1 as neighbour,
        weight
    from linked
    where not is_conflict
),

-- Two cores that cannot be one person, both tied to a third: the weaker tie goes.
torn as (
    select distinct
        least(weaker.node, weaker.neighbour) as node_1,
        greatest(weaker.node, weaker.neighbour) as node_2
    from sized as conflicts
    inner join either_way as one on conflicts.node_1 = one.neighbour
    inner join either_way as other
        on conflicts.node_2 = other.neighbour and one.node = other.node
    inner join either_way as weaker
        on
            one.node = weaker.node
            and weaker.neighbour = case
                when one.weight < other.weight or (one.weight = other.weight and one.neighbour > other.neighbour)
                    then one.neighbour
                else other.neighbour
            end
    where conflicts.is_conflict
),

final as (
    select
        linked.node_1,
        linked.node_2,
        linked.weight,
        linked.matched_pairs,
        linked.refused_pairs,
        case
            when linked.is_conflict then 'conflict'
            when torn.node_1 is not null then 'torn between two people'
            when
                linked.matched_pairs = 1
                and linked.refused_pairs >= 2
                and least(linked.size_1, linked.size_2) >= 2 then 'bridge'
            when linked.size_1 + linked.size_2 > {{ var('identity_max_cluster_size') }} then 'too many records'
        end as cut_reason
    from linked
    left join torn on linked.node_1 = torn.node_1 and linked.node_2 = torn.node_2
)

select * from final
