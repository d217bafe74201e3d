{%- set counts = ['customers_at_start', 'customers_new', 'customers_lost', 'customers_won_back', 'customers_at_end'] %}

with purchase_churn as (
    select * from {{ ref('int_purchase_churn') }}
),

subscriber_churn as (
    select * from {{ ref('int_subscriber_churn') }}
),

months as (
    select month from {{ ref('int_lifecycle_months') }}
    where is_full_month
),

flows as (
    select
        month,
        basis,
        {% for count in counts -%}
        cast(coalesce({{ count }}, 0) as bigint) as {{ count }},
        {% endfor -%}
        cast(coalesce(revenue_lost, 0) as decimal(18, 4)) as revenue_lost
    from purchase_churn

    union all

    -- Without records of a contract the counts are unknown, not zero.
    select
        months.month,
        'contract' as basis,
        {% for count in counts -%}
        cast(subscriber_churn.{{ count }} as bigint) as {{ count }},
        {% endfor -%}
        cast(null as decimal(18, 4)) as revenue_lost
    from months
    left join subscriber_churn
        on months.month = subscriber_churn.month
),

rated as (
    select
        *,
        {{ safe_divide('customers_lost', 'customers_at_start') }} as churn_rate,
        {{ wilson_lower('customers_lost', 'customers_at_start') }} as churn_rate_lower,
        {{ wilson_upper('customers_lost', 'customers_at_start') }} as churn_rate_upper
    from flows
),

final as (
    select
        month,
        basis,
        customers_at_start,
        customers_new,
        customers_lost,
        customers_won_back,
        customers_at_end,
        churn_rate,
        churn_rate_lower,
        churn_rate_upper,
        churn_rate * customers_at_end as expected_losses_next_month,
        churn_rate_lower * customers_at_end as expected_losses_lower,
        churn_rate_upper * customers_at_end as expected_losses_upper,
        revenue_lost
    from rated
)

select * from final
