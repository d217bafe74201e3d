with ages as (
    select * from {{ ref('int_cohort_ages') }}
),

-- Who buys at this age or later is whoever is seen for the last time then.
running as (
    select
        *,
        cast(sum(last_seen) over (
            partition by cohort_month order by age_months desc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as retained_rolling,
        cast(sum(net_revenue) over (
            partition by cohort_month order by age_months asc nulls last
            rows between unbounded preceding and current row
        ) as decimal(18, 4)) as cumulative_net_revenue
    from ages
),

final as (
    select
        cohort_month,
        age_months,
        month,
        customers,
        retained,
        {{ safe_divide('retained', 'customers') }} as retention_rate,
        {{ wilson_lower('retained', 'customers') }} as retention_rate_lower,
        {{ wilson_upper('retained', 'customers') }} as retention_rate_upper,
        retained_rolling,
        {{ safe_divide('retained_rolling', 'customers') }} as rolling_retention_rate,
        net_revenue,
        cumulative_net_revenue,
        {{ safe_divide('net_revenue', 'customers') }} as net_revenue_per_customer,
        {{ safe_divide('cumulative_net_revenue', 'customers') }} as cumulative_value_per_customer
    from running
)

select * from final
