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

final as (
    select
        shrunken.campaign_type,
        shrunken.cell,
        names.cell_name,
        names.cell_name_zh,
        shrunken.treated_customers,
        shrunken.control_customers,
        shrunken.treated_rate as treated_conversion_rate,
        shrunken.control_rate as control_conversion_rate,
        shrunken.difference,
        sqrt(shrunken.difference_variance) as difference_error,
        shrunken.shrinkage,
        case
            when shrunken.difference_variance is null then shrunken.mean_effect
            else
                (1 - shrunken.shrinkage) * shrunken.difference + shrunken.shrinkage * shrunken.mean_effect
        end as expected_uplift,
        sqrt(
            shrunken.shrinkage * shrunken.between_variance
            + shrunken.shrinkage * shrunken.shrinkage * shrunken.mean_effect_variance
        ) as expected_uplift_error
    from shrunken
    left join names on shrunken.cell = names.cell
)

select * from final
