{%- set parts = [
    'repeat_purchase_rate', 'purchases_per_month', 'spend', 'products', 'categories', 'tenure_days', 'active_month_share',
    'nps', 'redemption_rate',
] %}

with customers as (
    select * from {{ ref('int_loyalty_customers') }}
),

scores as (
    select * from {{ ref('int_loyalty_scores') }}
),

tiers as (
    select * from {{ ref('loyalty_tiers') }}
),

indexes as (
    select
        customer_id,
        {% for part in parts -%}
        max(score) filter (where part = '{{ part }}') as {{ part }}_score,
        {% endfor -%}
        round({{ safe_divide('sum(weight * score)', 'sum(weight)') }}, 6) as loyalty_index
    from scores
    group by customer_id
),

final as (
    select
        customers.customer_id,
        customers.as_of_date,
        customers.window_start_date,
        customers.first_purchase_date,
        customers.tenure_days,
        customers.purchases,
        customers.purchases > 1 as is_repeat_customer,
        customers.repeat_purchase_rate,
        customers.purchases_in_window,
        customers.months_observed,
        customers.purchases_per_month,
        customers.active_months,
        customers.active_month_share,
        customers.spend,
        customers.products,
        customers.categories,
        customers.nps,
        customers.offers,
        customers.offers_redeemed,
        customers.redemption_rate,
        {% for part in parts -%}
        indexes.{{ part }}_score,
        {% endfor -%}
        indexes.loyalty_index,
        tiers.tier,
        tiers.tier_name,
        tiers.tier_name_zh,
        tiers.sort_order as tier_sort_order
    from customers
    left join indexes
        on customers.customer_id = indexes.customer_id
    left join tiers
        on {{ in_band('indexes.loyalty_index', 'tiers.index_from', 'tiers.index_below') }}
)

select * from final
