-- Without a snapshot (tables that cannot be changed in place, as Parquet on Spark) there is the present only.
with history as (
    {% if crm360.can_change_tables() -%}
    select
        record_key,
        customer_id,
        dbt_valid_from as valid_from,
        dbt_valid_to as valid_to
    from {{ ref('customer_id_history') }}
    {%- else -%}
    select
        record_key,
        customer_id,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to
    from {{ ref('customer_identity_map') }}
    {%- endif %}
),

-- Builds by their order: the first is 1.
builds as (
    select
        moment,
        -- few rows: one a build that changed something.
        row_number() over (order by moment asc nulls first) as build_number
    from (
        select valid_from as moment from history
        union
        select valid_to as moment from history
        where valid_to is not null
    ) as moments
),

periods as (
    select
        history.record_key,
        history.customer_id,
        started.build_number as first_build,
        ended.build_number as ended_in
    from history
    inner join builds as started on history.valid_from is not distinct from started.moment
    left join builds as ended on history.valid_to = ended.moment
),

steps as (
    select
        record_key,
        customer_id,
        first_build,
        ended_in,
        lag(customer_id) over (partition by record_key order by first_build asc nulls last) as earlier_id,
        lag(ended_in) over (partition by record_key order by first_build asc nulls last) as away_since,
        lead(first_build) over (partition by record_key order by first_build asc nulls last) as next_build
    from periods
),

-- A record that was away in between comes anew, unless it comes back to its customer.
moves as (
    select
        first_build as build_number,
        case when away_since = first_build or earlier_id = customer_id then earlier_id end as customer_id_before,
        customer_id as customer_id_after
    from steps
    union all
    select
        ended_in as build_number,
        customer_id as customer_id_before,
        cast(null as string) as customer_id_after
    from steps
    where ended_in is not null and next_build is distinct from ended_in
),

counted as (
    select
        build_number,
        customer_id_before,
        customer_id_after,
        count(*) as records
    from moves
    where customer_id_before is distinct from customer_id_after
    group by build_number, customer_id_before, customer_id_after
),

-- The ids that some record had when a build began.
in_use as (
    select distinct
        counted.build_number,
        counted.customer_id_after as customer_id
    from counted
    inner join periods
        on
            counted.customer_id_after = periods.customer_id
            and counted.build_number > periods.first_build
            and counted.build_number <= coalesce(periods.ended_in, counted.build_number)
),

final as (
    select
        cast(counted.build_number as int) as build_number,
        case
            when counted.customer_id_after is null then 'removed'
            when counted.customer_id_before is null and in_use.customer_id is null then 'created'
            when counted.customer_id_before is null then 'joined'
            when in_use.customer_id is null then 'split'
            else 'merged'
        end as event_type,
        counted.customer_id_before,
        counted.customer_id_after,
        cast(counted.records as int) as records
    from counted
    left join in_use
        on
            counted.build_number = in_use.build_number
            and counted.customer_id_after = in_use.customer_id
)

select * from final
