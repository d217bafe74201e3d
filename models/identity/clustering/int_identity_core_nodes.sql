with cores as (
    select * from {{ ref('int_identity_cores') }}
),

final as (
    select
        core as node,
        count(*) as record_count
    from cores
    group by core
)

select * from final
