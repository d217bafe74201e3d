-- Without a snapshot (tables that cannot be changed in place, as Parquet on Spark) there is the present only.
with history as (
    {% if crm360.keeps_pairs() -%}
    select
        record_key,
        customer_id,
        dbt_valid_from as valid_from
    from {{ ref('customer_id_history') }}
    {%- else -%}
    select
        record_key,
        customer_id,
        cast(null as timestamp) as valid_from
    from {{ ref('customer_identity_map') }}
    {%- endif %}
),

-- Builds by their order: the first is 1.
builds as (
    select
        valid_from,
        -- few rows: one a build that changed something.
        row_number() over (order by valid_from asc nulls last) as build_number
    from (select distinct valid_from from history) as moments
),

steps as (
    select
        history.record_key,
        history.customer_id,
        history.valid_from,
        builds.build_number,
        lag(history.customer_id) over (
            partition by history.record_key order by history.valid_from asc nulls last
        ) as customer_id_before
    from history
    inner join builds on history.valid_from is not distinct from builds.valid_from
),

-- The build that first saw each id.
lives as (
    select
        customer_id,
        min(build_number) as born_in
    from steps
    group by customer_id
),

moves as (
    select
        build_number,
        customer_id_before,
        customer_id,
        count(*) as records
    from steps
    where customer_id_before is distinct from customer_id
    group by build_number, customer_id_before, customer_id
),

final as (
    select
        cast(moves.build_number as int) as build_number,
        case
            when moves.customer_id_before is null and lives.born_in = moves.build_number then 'created'
            when moves.customer_id_before is null then 'joined'
            when lives.born_in = moves.build_number then 'split'
            else 'merged'
        end as event_type,
        moves.customer_id_before,
        moves.customer_id as customer_id_after,
        cast(moves.records as int) as records
    from moves
    inner join lives on moves.customer_id = lives.customer_id
)

select * from final
