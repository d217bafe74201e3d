{{ config(access='protected', contract={'enforced': false}) }}

with cells as (
    select
        *,
        {{ safe_divide(1, 'difference_variance') }} as precision_weight
    from {{ ref('int_uplift_cell_effects') }}
),

middles as (
    select
        campaign_type,
        {{ safe_divide('sum(precision_weight * difference)', 'sum(precision_weight)') }} as middle,
        sum(precision_weight) - {{ safe_divide('sum(precision_weight * precision_weight)', 'sum(precision_weight)') }}
            as scale,
        count(precision_weight) as cells
    from cells
    group by campaign_type
),

-- DerSimonian and Laird: what the cells differ beyond the chance of their sizes.
spreads as (
    select
        cells.campaign_type,
        case
            when max(middles.cells) > 1
                then greatest(0e0, {{ safe_divide(
                    'sum(cells.precision_weight * power(cells.difference - middles.middle, 2)) - (max(middles.cells) - 1)',
                    'max(middles.scale)'
                ) }})
            else 0e0
        end as between_variance
    from cells
    inner join middles on cells.campaign_type = middles.campaign_type
    group by cells.campaign_type
),

weighted as (
    select
        cells.campaign_type,
        cells.difference,
        spreads.between_variance,
        {{ safe_divide(1, 'cells.difference_variance + spreads.between_variance') }} as pooled_weight
    from cells
    inner join spreads on cells.campaign_type = spreads.campaign_type
),

-- Rounded, since a sum of doubles depends on their order in the last digit.
final as (
    select
        campaign_type,
        round(max(between_variance), 15) as between_variance,
        round(
            coalesce({{ safe_divide('sum(pooled_weight * difference)', 'sum(pooled_weight)') }}, 0e0), 12
        ) as mean_effect,
        round(coalesce({{ safe_divide(1, 'sum(pooled_weight)') }}, 0e0), 15) as mean_effect_variance
    from weighted
    group by campaign_type
)

select * from final
