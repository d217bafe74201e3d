with members as (
    select
        nodes.node as record_key,
        nodes.source_system,
        nodes.source_customer_id,
        nodes.first_seen_at,
        components.component
    from {{ ref('int_identity_nodes') }} as nodes
    inner join {{ ref('int_identity_components') }} as components on nodes.node = components.node
),

aged as (
    select
        *,
        row_number() over (
            partition by component order by first_seen_at asc nulls last, record_key asc nulls last
        ) as age_rank,
        count(*) over (partition by component) as cluster_size
    from members
),

-- The id derives from the oldest record, so that records which join later leave it as it is.
named as (
    select
        component,
        'C' || substr(md5(record_key), 1, 16) as customer_id
    from aged
    where age_rank = 1
),

final as (
    select
        aged.record_key,
        aged.source_system,
        aged.source_customer_id,
        named.customer_id,
        aged.cluster_size,
        aged.age_rank = 1 as is_oldest_record
    from aged
    inner join named on aged.component = named.component
)

select * from final
