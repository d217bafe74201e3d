with links as (
    select * from {{ ref('int_identity_links') }}
),

final as (
    select
        node_1,
        node_2
    from links
    where cut_reason is null
)

select * from final
