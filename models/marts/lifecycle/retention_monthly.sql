{%- set yearly = [
    'customers_before_12_months', 'customers_retained_12_months', 'revenue_before_12_months', 'revenue_kept_12_months',
] %}

with customer_months as (
    select * from {{ ref('int_retention_customer_months') }}
),

first_month as (
    select min(month) as first_month from {{ ref('int_lifecycle_months') }}
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

-- Two years have to be known before one can be compared with the other.
covered as (
    select
        counted.*,
        {% for column in yearly -%}
        case when {{ months_between('first_month.first_month', 'counted.month') }} >= 23 then counted.{{ column }} end
            as known_{{ column }},
        {% endfor -%}
        first_month.first_month
    from counted
    cross join first_month
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
        known_customers_before_12_months as customers_before_12_months,
        known_customers_retained_12_months as customers_retained_12_months,
        customers_active_12_months,
        {{ safe_divide('known_customers_retained_12_months', 'known_customers_before_12_months') }}
            as rolling_retention_rate,
        {{ wilson_lower('known_customers_retained_12_months', 'known_customers_before_12_months') }}
            as rolling_retention_rate_lower,
        {{ wilson_upper('known_customers_retained_12_months', 'known_customers_before_12_months') }}
            as rolling_retention_rate_upper,
        {{ safe_divide('known_revenue_kept_12_months', 'known_revenue_before_12_months') }} as net_revenue_retention
    from covered
)

select * from final
