with judged as (
    {% for entity in entity_keys() -%}
    select
        source_system,
        '{{ entity }}' as entity,
        record_status,
        count(*) as record_count
    from {{ ref('int_' ~ entity ~ '_judged') }}
    group by source_system, record_status
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

unreadable as (
    select
        source_system,
        entity,
        'unreadable' as record_status,
        count(*) as record_count
    from {{ ref('int_unreadable_lines') }}
    group by source_system, entity
),

-- What came in is counted before anything is judged or joined. Every entity that a system is said to deliver has its
-- row.
delivered as (
    {% for entity in entity_keys() -%}
    {% for system in systems_with(entity) -%}
    select
        '{{ system }}' as source_system,
        '{{ entity }}' as entity,
        count(*) as record_count
    from {{ ref('stg_' ~ system ~ '__' ~ entity) }}
    union all
    {% endfor -%}
    {% endfor -%}
    select
        source_system,
        entity,
        record_count
    from unreadable
),

rows_in as (
    select
        source_system,
        entity,
        sum(record_count) as rows_in
    from delivered
    group by source_system, entity
),

verdicts as (
    select * from judged
    union all
    select * from unreadable
),

counted as (
    select
        source_system,
        entity,
        sum(record_count) filter (where record_status = 'accepted') as accepted,
        sum(record_count) filter (where record_status in ('rejected', 'unreadable')) as rejected,
        sum(record_count) filter (where record_status = 'superseded') as superseded
    from verdicts
    group by source_system, entity
),

final as (
    select
        rows_in.source_system,
        rows_in.entity,
        cast(rows_in.rows_in as bigint) as rows_in,
        cast(coalesce(counted.accepted, 0) as bigint) as accepted,
        cast(coalesce(counted.rejected, 0) as bigint) as rejected,
        cast(coalesce(counted.superseded, 0) as bigint) as superseded
    from rows_in
    left join counted
        on
            rows_in.source_system = counted.source_system
            and rows_in.entity = counted.entity
)

select * from final
