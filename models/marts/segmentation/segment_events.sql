-- Without a snapshot (tables that cannot be changed in place, as Parquet on Spark) there is the present only, and
-- no event.
with history as (
    {% if crm360.can_change_tables() -%}
    select
        customer_id,
        rfm_segment,
        lifecycle_state,
        value_segment,
        loyalty_tier,
        dbt_valid_from as valid_from
    from {{ ref('customer_segments_history') }}
    {%- else -%}
    select
        *,
        cast(null as timestamp) as valid_from
    from {{ ref('int_customer_segments') }}
    {%- endif %}
),

-- Builds by their order: the first is 1.
builds as (
    select
        valid_from,
        -- few rows: one a build that changed something.
        row_number() over (order by valid_from asc nulls first) as build_number
    from (
        select distinct valid_from from history
    ) as moments
),

periods as (
    select
        history.*,
        builds.build_number
    from history
    inner join builds
        on history.valid_from is not distinct from builds.valid_from
),

long_form as (
    {% for segmentation in ['rfm_segment', 'lifecycle_state', 'value_segment', 'loyalty_tier'] -%}
    select
        customer_id,
        build_number,
        '{{ segmentation }}' as segmentation,
        {{ segmentation }} as to_segment
    from periods
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

with_previous as (
    select
        *,
        lag(to_segment) over (
            partition by customer_id, segmentation order by build_number asc nulls last
        ) as from_segment
    from long_form
),

final as (
    select
        customer_id,
        segmentation,
        cast(build_number as int) as build_number,
        from_segment,
        to_segment
    from with_previous
    where from_segment <> to_segment
)

select * from final
