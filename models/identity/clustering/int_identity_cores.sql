-- Records that surely belong together: components of sure edges, and of those that could not stand the parts that can.
with parts as (
    select
        nodes.record_key,
        nodes.rung,
        components.component
    from {{ ref('int_identity_rung_components') }} as components
    inner join {{ ref('int_identity_rung_nodes') }} as nodes on components.node = nodes.node
),

untenable as (
    {{ untenable_components('parts', 'record_key') }}
),

-- The last rung has records alone, so there is always one to stay on.
lowest as (
    select
        parts.record_key,
        {{ first_by('parts.component', 'parts.rung') }} as component
    from parts
    left join untenable on parts.component = untenable.component
    where untenable.component is null
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
