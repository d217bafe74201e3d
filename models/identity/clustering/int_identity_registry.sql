-- Every record ever seen with the load it came in. The customer id derives from the record that was here first; the
-- table is therefore never made anew, by --full-refresh neither.
{{ config(materialized='incremental', incremental_strategy='append', full_refresh=false) }}

with nodes as (
    select
        node,
        first_seen_at
    from {{ ref('int_identity_nodes') }}
),

known as (
    {% if is_incremental() -%}
    select
        record_key,
        load_number
    from {{ this }}
    {%- else -%}
    select
        cast(null as string) as record_key,
        cast(null as int) as load_number
    where false
    {%- endif %}
),

-- few rows: one.
latest as (
    select coalesce(max(load_number), 0) as load_number from known
),

final as (
    select
        nodes.node as record_key,
        cast(latest.load_number + 1 as int) as load_number,
        nodes.first_seen_at
    from nodes
    cross join latest
    left join known on nodes.node = known.record_key
    where known.record_key is null
)

select * from final
