{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select * from {{ ref('int_lifetime_value_customers') }}
),

models as (
    select * from {{ ref('int_lifetime_value_models') }}
),

-- Baselines: the customer's own past rate and spend, drawn to the company's as by one purchase at its average.
final as (
    select
        customers.*,
        coalesce(models.a = 0, false) as is_nobody_seen_leaving,
        {{ probability_alive(
            'customers.purchases', 'customers.last_purchase_days', 'customers.age_days',
            'models.r', 'models.alpha', 'models.a', 'models.b'
        ) }} as probability_alive,
        {{ safe_divide(
            '(customers.purchases + 1) * models.weekly_rate', '7e0 + customers.age_days * models.weekly_rate'
        ) }} as baseline_purchases_per_day,
        {{ safe_divide(
            'models.p * (models.gamma + customers.purchases * greatest(coalesce(customers.mean_spend, 0e0), 0e0))',
            'models.p * customers.purchases + models.q - 1'
        ) }} as expected_spend,
        {{ safe_divide(
            'customers.purchases * greatest(coalesce(customers.mean_spend, 0e0), 0e0) + models.mean_spend',
            'customers.purchases + 1'
        ) }} as baseline_spend
    from customers
    inner join models on customers.observation = models.observation
)

select * from final
