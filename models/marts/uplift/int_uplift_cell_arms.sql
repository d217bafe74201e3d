{{ config(access='protected', contract={'enforced': false}) }}

with cases as (
    select * from {{ ref('int_uplift_sample') }}
),

arms as (
    select
        campaign_key,
        count(*) as customers,
        count(*) filter (where is_treated) as treated,
        count(*) filter (where not is_treated) as controls
    from cases
    group by campaign_key
),

-- Treated and controls of a campaign weigh the same, whatever share was held out; a campaign with few of either is left
-- out (MIN_ARM of crm360.uplift.trial).
weighted as (
    select
        cases.campaign_type,
        cases.cell,
        cases.is_treated,
        cases.is_converted,
        {{ safe_divide('arms.customers', '2e0 * case when cases.is_treated then arms.treated else arms.controls end') }}
            as weight
    from cases
    inner join arms on cases.campaign_key = arms.campaign_key
    where arms.treated >= 20 and arms.controls >= 20
),

by_cell as (
    select
        campaign_type,
        cell,
        is_treated,
        count(*) as customers,
        count(*) filter (where is_converted) as converted,
        sum(weight) as weight,
        sum(weight * weight) as weight_squares,
        coalesce(sum(weight) filter (where is_converted), 0e0) as converted_weight
    from weighted
    group by campaign_type, cell, is_treated
),

rated as (
    select
        *,
        {{ safe_divide('converted_weight', 'weight') }} as rate,
        {{ safe_divide('weight * weight', 'weight_squares') }} as effective_customers,
        {{ safe_divide(
            'sum(converted_weight) over (partition by campaign_type, is_treated)',
            'sum(weight) over (partition by campaign_type, is_treated)'
        ) }} as overall_rate
    from by_cell
),

smoothed as (
    select
        *,
        {{ safe_divide('effective_customers * rate + overall_rate', 'effective_customers + 1') }} as smooth_rate
    from rated
),

final as (
    select
        *,
        {{ safe_divide('smooth_rate * (1 - smooth_rate)', 'effective_customers') }} as rate_variance
    from smoothed
)

select * from final
