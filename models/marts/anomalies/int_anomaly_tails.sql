{{ config(access='protected', contract={'enforced': false}) }}

-- What `tail_surprises` of crm360/anomalies/tails.py does, once per different value.
with counted as (
    select
        entity,
        feature,
        value,
        count(*) as value_rows
    from {{ ref('int_anomaly_values') }}
    where value is not null
    group by entity, feature, value
),

placed as (
    select
        *,
        sum(value_rows) over (partition by entity, feature) as known_rows,
        sum(value_rows) over (
            partition by entity, feature order by value asc nulls last
            rows between unbounded preceding and current row
        ) as rows_up_to
    from counted
),

final as (
    select
        entity,
        feature,
        value,
        abs(ln(nullif({{ safe_divide('rows_up_to', 'known_rows') }}, 0e0))) as left_surprise,
        abs(ln(nullif({{ safe_divide('known_rows - rows_up_to + value_rows', 'known_rows') }}, 0e0))) as right_surprise
    from placed
)

select * from final
