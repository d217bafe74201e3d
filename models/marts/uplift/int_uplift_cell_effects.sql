{{ config(access='protected', contract={'enforced': false}) }}

with arms as (
    select * from {{ ref('int_uplift_cell_arms') }}
),

cells as (
    select
        campaign_type,
        cell,
        coalesce(max(case when is_treated then customers end), 0) as treated_customers,
        coalesce(max(case when not is_treated then customers end), 0) as control_customers,
        max(case when is_treated then rate end) as treated_rate,
        max(case when not is_treated then rate end) as control_rate,
        max(case when is_treated then rate_variance end) as treated_variance,
        max(case when not is_treated then rate_variance end) as control_variance
    from arms
    group by campaign_type, cell
),

-- A variance of 0 (nobody of a type buys) tells nothing.
final as (
    select
        campaign_type,
        cell,
        treated_customers,
        control_customers,
        treated_rate,
        control_rate,
        treated_rate - control_rate as difference,
        nullif(treated_variance + control_variance, 0) as difference_variance
    from cells
)

select * from final
