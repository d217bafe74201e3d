{{ config(access='protected', contract={'enforced': false}) }}

with months as (
    select dates.month_start as month
    from {{ ref('dim_dates') }} as dates
    inner join {{ ref('int_as_of') }} as as_of
        on dates.date_day between as_of.first_event_date and as_of.as_of_date
    where dates.is_month_end
),

profits as (
    select
        cast(date_trunc('month', event_date) as date) as month,
        count(distinct customer_id) filter (where event_type = 'order') as customers,
        sum(net_revenue) as customer_revenue,
        sum(margin_amount) filter (where event_type = 'order') as margin_amount,
        sum(service_cost_amount) as service_cost_amount
    from {{ ref('int_value_events') }}
    group by cast(date_trunc('month', event_date) as date)
),

spend as (
    select
        cast(date_trunc('month', spend_date) as date) as month,
        sum(amount) as spend_amount
    from {{ ref('marketing_spend') }}
    group by cast(date_trunc('month', spend_date) as date)
),

revenue as (
    select
        order_month as month,
        sum(net_revenue) as net_revenue
    from {{ ref('fct_orders') }}
    group by order_month
),

-- A region's figure for all categories, where there is one; else the sum of its categories.
regions as (
    select
        benchmark_month as month,
        region,
        coalesce(sum(market_revenue) filter (where category is null), sum(market_revenue)) as market_revenue
    from {{ ref('market_benchmarks') }}
    group by benchmark_month, region
),

market as (
    select
        month,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(sum(market_revenue), 4) as market_revenue
    from regions
    group by month
),

final as (
    select
        months.month,
        coalesce(profits.customers, 0) as customers,
        cast(coalesce(revenue.net_revenue, 0) as decimal(18, 4)) as net_revenue,
        cast(coalesce(profits.customer_revenue, 0) as decimal(18, 4)) as customer_revenue,
        cast(profits.margin_amount as decimal(18, 4)) as margin_amount,
        cast(coalesce(profits.service_cost_amount, 0) as decimal(18, 4)) as service_cost_amount,
        cast(coalesce(spend.spend_amount, 0) as decimal(18, 4)) as marketing_amount,
        cast(
            profits.margin_amount - coalesce(profits.service_cost_amount, 0) - coalesce(spend.spend_amount, 0)
            as decimal(18, 4)
        ) as profit_amount,
        market.market_revenue,
        {{ safe_divide('coalesce(revenue.net_revenue, 0)', 'market.market_revenue') }} as market_share
    from months
    left join profits on months.month = profits.month
    left join spend on months.month = spend.month
    left join revenue on months.month = revenue.month
    left join market on months.month = market.month
)

select * from final
