with customers as (
    select * from {{ ref('int_lifetime_value_chances') }}
    where observation = 'today'
),

basis as (
    select * from {{ ref('int_lifetime_value_basis') }}
),

curves as (
    select * from {{ ref('int_lifetime_value_curves') }}
),

-- The baseline buys at a constant rate: days, and days discounted, of each horizon.
months as (
    select
        month_number,
        discount_factor,
        horizon_days,
        horizon_days - coalesce(lag(horizon_days) over (
            -- few rows: twelve
            order by month_number asc nulls last
        ), 0) as days_in_month
    from ({{ lifetime_value_months() }}) as months_ahead
),

days as (
    select
        {% for month in [3, 6, 12] -%}
        max(horizon_days) filter (where month_number = {{ month }}) as days_{{ month }}m,
        sum(days_in_month * discount_factor) filter (where month_number <= {{ month }}) as discounted_days_{{ month }}m,
        {% endfor -%}
        count(*) as months
    from months
),

expected as (
    select
        customers.*,
        basis.*,
        {% for month in [3, 6, 12] -%}
        case
            when basis.purchases_basis = 'bg_nbd' then customers.probability_alive * curves.expected_{{ month }}m
            else customers.baseline_purchases_per_day * days.days_{{ month }}m
        end as purchases_{{ month }}m,
        case
            when basis.purchases_basis = 'bg_nbd' then customers.probability_alive * curves.discounted_{{ month }}m
            else customers.baseline_purchases_per_day * days.discounted_days_{{ month }}m
        end as discounted_{{ month }}m,
        {% endfor -%}
        case when basis.spend_basis = 'gamma_gamma' then customers.expected_spend else customers.baseline_spend end
            as spend,
        basis.purchases_basis = 'bg_nbd' as is_modelled
    from customers
    cross join basis
    cross join days
    left join curves
        on customers.purchases = curves.purchases and customers.age_days = curves.age_days
),

final as (
    select
        expected.customer_id,
        expected.observed_until as as_of_date,
        expected.purchases as repeat_purchases,
        cast(expected.age_days as bigint) as age_days,
        cast(expected.age_days - expected.last_purchase_days as bigint) as recency_days,
        expected.mean_spend,
        case when expected.is_modelled then expected.probability_alive end as probability_alive,
        expected.spend as expected_spend,
        {% for month in [3, 6, 12] -%}
        expected.purchases_{{ month }}m as expected_purchases_{{ month }}m,
        expected.purchases_{{ month }}m * expected.spend as expected_revenue_{{ month }}m,
        expected.discounted_{{ month }}m * expected.spend * expected.value_share as expected_value_{{ month }}m,
        {% endfor -%}
        expected.purchases_basis,
        expected.spend_basis,
        reasons.text_en as reason,
        reasons.text_zh as reason_zh
    from expected
    left join {{ ref('lifetime_value_reasons') }} as reasons
        on case
            when not expected.is_modelled then reasons.reason = 'no_model'
            when expected.purchases = 0 then reasons.reason = 'bought_once'
            when expected.is_nobody_seen_leaving then reasons.reason = 'nobody_leaves'
            else
                expected.probability_alive >= reasons.lower_bound
                and (expected.probability_alive < reasons.upper_bound or reasons.upper_bound = 1)
        end
)

select * from final
