with cells as (
    select * from {{ ref('int_uplift_cell_effects') }}
),

types as (
    select * from {{ ref('int_uplift_type_effects') }}
),

names as (
    select * from {{ ref('int_uplift_cell_names') }}
),

shrunken as (
    select
        cells.*,
        types.between_variance,
        types.mean_effect,
        types.mean_effect_variance,
        coalesce(
            {{ safe_divide('cells.difference_variance', 'cells.difference_variance + types.between_variance') }}, 1e0
        ) as shrinkage
    from cells
    inner join types on cells.campaign_type = types.campaign_type
),

-- Rounded, since a sum of doubles depends on their order in the last digits.
final as (
    select
        shrunken.campaign_type,
        shrunken.cell,
        names.cell_name,
        names.cell_name_zh,
        shrunken.treated_customers,
        shrunken.control_customers,
        round(shrunken.treated_rate, 12) as treated_conversion_rate,
        round(shrunken.control_rate, 12) as control_conversion_rate,
        round(shrunken.difference, 12) as difference,
        round(sqrt(shrunken.difference_variance), 12) as difference_error,
        round(shrunken.shrinkage, 12) as shrinkage,
        round(
            case
                when shrunken.difference_variance is null then shrunken.mean_effect
                else (1 - shrunken.shrinkage) * shrunken.difference + shrunken.shrinkage * shrunken.mean_effect
            end, 12
        ) as expected_uplift,
        round(
            sqrt(
                shrunken.shrinkage * shrunken.between_variance
                + shrunken.shrinkage * shrunken.shrinkage * shrunken.mean_effect_variance
            ), 12
        ) as expected_uplift_error
    from shrunken
    left join names on shrunken.cell = names.cell
)

select * from final
