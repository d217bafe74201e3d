{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select
        *,
        {{ days_between('observed_until', 'held_out_until') }} as horizon_days
    from {{ ref('int_lifetime_value_chances') }}
    where observation = 'holdout'
),

expectations as (
    select * from {{ ref('ml_lifetime_value_expectations') }}
    where observation = 'holdout'
),

final as (
    select
        customers.customer_id,
        customers.observed_until,
        customers.held_out_until,
        customers.first_date,
        customers.purchases,
        customers.age_days,
        customers.later_purchases,
        customers.later_spend,
        customers.probability_alive * expectations.expected_if_alive as expected_purchases,
        customers.baseline_purchases_per_day * customers.horizon_days as baseline_purchases,
        customers.expected_spend,
        customers.baseline_spend,
        {{ safe_divide('customers.later_spend', 'customers.later_purchases') }} as later_mean_spend
    from customers
    left join expectations
        on
            customers.purchases = expectations.purchases
            and customers.age_days = expectations.age_days
            and customers.horizon_days = expectations.horizon_days
)

select * from final
