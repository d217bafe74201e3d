{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

with part_values as (
    select * from {{ ref('int_loyalty_values') }}
),

scales as (
    select * from {{ ref('int_loyalty_scales') }}
),

-- A part in which nine of ten customers have nothing has no scale, and no score.
scores as (
    select
        part_values.customer_id,
        part_values.part,
        scales.weight,
        100 * least(1e0, greatest(0e0, {{ safe_divide('part_values.value', 'scales.full_at') }})) as score
    from part_values
    inner join scales
        on part_values.part = scales.part
    where scales.full_at > 0
)

select * from scores
