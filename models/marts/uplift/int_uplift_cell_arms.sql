{{ config(access='protected', contract={'enforced': false}) }}

with cases as (
    select * from {{ ref('int_uplift_sample') }}
),

counted as (
    select
        campaign_type,
        campaign_key,
        cell,
        is_treated,
        count(*) as customers,
        count(*) filter (where is_converted) as converted
    from cases
    group by campaign_type, campaign_key, cell, is_treated
),

arms as (
    select
        campaign_key,
        sum(customers) as customers,
        sum(case when is_treated then customers else 0 end) as treated,
        sum(case when is_treated then 0 else customers end) as controls
    from counted
    group by campaign_key
),

-- Treated and controls of a campaign weigh the same, whatever share was held out; a campaign with few of either is left
-- out (MIN_ARM of crm360.uplift.trial).
weighted as (
    select
        counted.*,
        {{ safe_divide(
            'arms.customers', '2e0 * case when counted.is_treated then arms.treated else arms.controls end'
        ) }} as weight
    from counted
    inner join arms on counted.campaign_key = arms.campaign_key
    where arms.treated >= 20 and arms.controls >= 20
),

-- Rounded, since a sum of doubles depends on their order in the last digit.
by_cell as (
    select
        campaign_type,
        cell,
        is_treated,
        cast(sum(customers) as bigint) as customers,
        round(sum(customers * weight), 9) as weight,
        round(sum(customers * weight * weight), 9) as weight_squares,
        round(sum(converted * weight), 9) as converted_weight
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
