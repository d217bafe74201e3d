-- Components that cannot stand as they are.
with components as (
    select * from {{ ref('int_identity_components') }}
),

untenable as (
    {{ untenable_components('components', 'node') }}
),

final as (
    select
        component,
        max(reason) as reason
    from untenable
    group by component
)

select * from final
