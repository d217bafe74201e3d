{{ config(access='protected', contract={'enforced': false}) }}

{#- Money of the twelve calendar months up to the as-of date's, as in int_lifecycle_customer_months. -#}
with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

buyers as (
    select
        customer_months.customer_id,
        customer_months.revenue_12_months
    from {{ ref('int_lifecycle_customer_months') }} as customer_months
    inner join as_of
        on customer_months.month = cast(date_trunc('month', as_of.as_of_date) as date)
    where customer_months.purchase_days > 0
),

-- Of a year without a purchase the margin is 0; of purchases without any known cost nobody knows it.
margins as (
    select
        orders.customer_id,
        sum(orders.margin_amount) as margin_12_months
    from {{ ref('fct_orders') }} as orders
    inner join as_of
        on orders.order_date <= as_of.as_of_date
    where
        orders.is_purchase
        and orders.customer_id is not null
        and {{ months_between('orders.order_date', 'as_of.as_of_date') }} < 12
    group by orders.customer_id
),

incomes as (
    select
        customer_id,
        {{ last_by('value', 'usage_month') }} as income
    from {{ ref('fct_service_usage') }}
    where metric = 'income'
    group by customer_id
),

area_incomes as (
    select
        benchmarks.region,
        {{ last_by('benchmarks.median_income', 'benchmarks.benchmark_month') }} as area_income
    from {{ ref('market_benchmarks') }} as benchmarks
    inner join as_of
        on benchmarks.benchmark_month <= as_of.as_of_date
    group by benchmarks.region
),

attributes as (
    select
        buyers.customer_id,
        buyers.revenue_12_months as revenue,
        case when margins.customer_id is null then 0 else margins.margin_12_months end as margin,
        customer_value.discounted_value as lifetime_value,
        incomes.income,
        area_incomes.area_income
    from buyers
    inner join {{ ref('dim_customers') }} as customers
        on buyers.customer_id = customers.customer_id
    left join margins
        on buyers.customer_id = margins.customer_id
    left join {{ ref('customer_value') }} as customer_value
        on buyers.customer_id = customer_value.customer_id
    left join incomes
        on buyers.customer_id = incomes.customer_id
    left join area_incomes
        on customers.region = area_incomes.region
),

long_form as (
    {% for attribute in value_attributes() -%}
    select
        customer_id,
        '{{ attribute }}' as attribute,
        cast({{ attribute }} as decimal(18, 4)) as attribute_value
    from attributes
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from long_form
where attribute_value is not null
