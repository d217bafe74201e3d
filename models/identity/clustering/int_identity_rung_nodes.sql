with conflicted as (
    select * from {{ ref('int_identity_conflicted') }}
),

rungs as (
    select * from {{ ref('int_identity_rungs') }}
),

final as (
    select
        cast(rungs.rung as string) || '|' || components.node as node,
        rungs.rung,
        components.node as record_key,
        components.component
    from {{ ref('int_identity_components') }} as components
    inner join conflicted on components.component = conflicted.component
    cross join rungs
)

select * from final
