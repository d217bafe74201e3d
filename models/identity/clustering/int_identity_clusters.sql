with grouped as (
    select
        cores.record_key,
        cores.core,
        linked.component
    from {{ ref('int_identity_cores') }} as cores
    inner join {{ ref('int_identity_linked_cores') }} as linked on cores.core = linked.node
),

-- Chains of weak ties that lead past the cuts, or grow too long, come apart into their cores.
broken as (
    select one.component
    from {{ ref('int_identity_decisions') }} as decisions
    inner join grouped as one on decisions.record_key_1 = one.record_key
    inner join grouped as other on decisions.record_key_2 = other.record_key
    where decisions.is_conflict and one.component = other.component and one.core <> other.core
    union
    select component
    from grouped
    group by component
    having count(*) > {{ var('identity_max_cluster_size') }}
),

members as (
    select
        grouped.record_key,
        nodes.source_system,
        nodes.source_customer_id,
        registry.load_number,
        registry.first_seen_at,
        case
            when broken.component is null then 'linked ' || grouped.component
            else 'core ' || grouped.core
        end as cluster
    from grouped
    left join broken on grouped.component = broken.component
    inner join {{ ref('int_identity_nodes') }} as nodes on grouped.record_key = nodes.node
    inner join {{ ref('int_identity_registry') }} as registry on grouped.record_key = registry.record_key
),

aged as (
    select
        *,
        row_number() over (
            partition by cluster
            order by load_number asc nulls last, first_seen_at asc nulls last, record_key asc nulls last
        ) as age_rank,
        count(*) over (partition by cluster) as cluster_size
    from members
),

-- The id derives from the record that was here first, so that records which join later leave it as it is.
named as (
    select
        cluster,
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
    inner join named on aged.cluster = named.cluster
)

select * from final
