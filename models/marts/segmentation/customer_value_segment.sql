with compared as (
    select * from {{ ref('int_value_compared') }}
),

bases as (
    select * from {{ ref('int_value_bases') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

segments as (
    select * from {{ ref('value_segments') }}
),

scored as (
    select
        compared.*,
        bases.peers,
        bases.base_value,
        bases.deviation,
        {{ standard_score('compared.attribute_value', 'bases.base_value', 'bases.deviation') }} as score
    from compared
    inner join bases
        on
            compared.attribute = bases.attribute
            and compared.base = bases.base
            and compared.peer = bases.peer
),

labelled as (
    select
        *,
        {{ score_segment('score', 'scored') }} as segment
    from scored
),

final as (
    select
        labelled.customer_id,
        labelled.attribute,
        labelled.base,
        as_of.as_of_date,
        labelled.peer_group,
        labelled.peer,
        labelled.peers,
        labelled.attribute_value,
        labelled.base_value,
        labelled.target is not null as is_base_target,
        labelled.deviation,
        labelled.score,
        labelled.segment,
        segments.segment_name,
        segments.segment_name_zh,
        segments.sort_order as segment_sort_order
    from labelled
    cross join as_of
    left join segments
        on labelled.segment = segments.segment
)

select * from final
