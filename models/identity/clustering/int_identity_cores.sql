-- Records that surely belong together: components of sure edges, and of those that could not stand the parts that can.
with parts as (
    select
        nodes.record_key,
        nodes.rung,
        components.component
    from {{ ref('int_identity_rung_components') }} as components
    inner join {{ ref('int_identity_rung_nodes') }} as nodes on components.node = nodes.node
),

oversized as (
    select component
    from parts
    group by component
    having count(*) > {{ var('identity_max_cluster_size') }}
),

contradicted as (
    select one.component
    from {{ ref('int_identity_decisions') }} as decisions
    inner join parts as one on decisions.record_key_1 = one.record_key
    inner join parts as other on decisions.record_key_2 = other.record_key
    where decisions.decision = 'cannot link' and one.component = other.component
),

refused as (
    select component from oversized
    union
    select component from contradicted
),

-- The last rung has records alone, so there is always one to stay on.
lowest as (
    select
        parts.record_key,
        {{ first_by('parts.component', 'parts.rung') }} as component
    from parts
    left join refused on parts.component = refused.component
    where refused.component is null
    group by parts.record_key
),

final as (
    select
        components.node as record_key,
        coalesce(lowest.component, components.component) as core
    from {{ ref('int_identity_components') }} as components
    left join lowest on components.node = lowest.record_key
)

select * from final
