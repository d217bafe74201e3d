with customer_months as (
    select * from {{ ref('int_retention_customer_months') }}
),

counted as (
    select
        month,
        count(*) filter (where was_active) as customers_before,
        count(*) filter (where is_active and was_active) as customers_retained,
        count(*) filter (where is_active and is_first_month) as customers_new,
        count(*) filter (where is_active and not was_active and not is_first_month) as customers_reactivated,
        count(*) filter (where is_active) as customers_active,
        sum(net_revenue) as net_revenue,
        sum(net_revenue) filter (where not is_first_month) as returning_net_revenue,
        count(*) filter (where was_active_12) as customers_before_12_months,
        count(*) filter (where is_active_12 and was_active_12) as customers_retained_12_months,
        count(*) filter (where is_active_12) as customers_active_12_months,
        sum(previous_revenue_12_months) filter (where was_active_12) as revenue_before_12_months,
        sum(revenue_12_months) filter (where was_active_12) as revenue_kept_12_months
    from customer_months
    group by month
),

final as (
    select
        month,
        customers_before,
        customers_retained,
        customers_new,
        customers_reactivated,
        customers_active,
        {{ safe_divide('customers_retained', 'customers_before') }} as retention_rate,
        {{ wilson_lower('customers_retained', 'customers_before') }} as retention_rate_lower,
        {{ wilson_upper('customers_retained', 'customers_before') }} as retention_rate_upper,
        cast(coalesce(net_revenue, 0) as decimal(18, 4)) as net_revenue,
        cast(coalesce(returning_net_revenue, 0) as decimal(18, 4)) as returning_net_revenue,
        {{ safe_divide('coalesce(returning_net_revenue, 0)', 'net_revenue') }} as returning_revenue_share,
        customers_before_12_months,
        customers_retained_12_months,
        customers_active_12_months,
        {{ safe_divide('customers_retained_12_months', 'customers_before_12_months') }} as rolling_retention_rate,
        {{ wilson_lower('customers_retained_12_months', 'customers_before_12_months') }} as rolling_retention_rate_lower,
        {{ wilson_upper('customers_retained_12_months', 'customers_before_12_months') }} as rolling_retention_rate_upper,
        {{ safe_divide('revenue_kept_12_months', 'revenue_before_12_months') }} as net_revenue_retention
    from counted
)

select * from final
