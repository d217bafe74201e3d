{{ config(access='protected', contract={'enforced': false}) }}

with part_values as (
    select * from {{ ref('int_loyalty_values') }}
),

parts as (
    select * from {{ ref('loyalty_parts') }}
),

quantiles as (
    select
        part,
        {{ quantile_disc('value', 0.9) }} as value_p90
    from part_values
    group by part
),

scales as (
    select
        parts.part,
        parts.weight,
        coalesce(parts.full_at, quantiles.value_p90) as full_at
    from parts
    left join quantiles
        on parts.part = quantiles.part
)

select * from scales
