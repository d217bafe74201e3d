-- Components that cannot stand as they are: too many records, or two in them that a person said are not one.
with components as (
    select * from {{ ref('int_identity_components') }}
),

oversized as (
    select component
    from components
    group by component
    having count(*) > {{ var('identity_max_cluster_size') }}
),

contradicted as (
    select one.component
    from {{ ref('int_identity_decisions') }} as decisions
    inner join components as one on decisions.record_key_1 = one.node
    inner join components as other on decisions.record_key_2 = other.node
    where decisions.decision = 'cannot link' and one.component = other.component
),

final as (
    select
        component,
        max(reason) as reason
    from (
        select
            component,
            'cannot link' as reason
        from contradicted
        union all
        select
            component,
            'too many records' as reason
        from oversized
    ) as found
    group by component
)

select * from final
