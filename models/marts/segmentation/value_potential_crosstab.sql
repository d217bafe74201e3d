with customers as (
    select * from {{ ref('customer_value_potential') }}
),

totals as (
    select
        count(*) as customers,
        sum(net_revenue) as net_revenue
    from customers
),

cells as (
    select
        potential_tier,
        profit_tier,
        potential_tier_sort_order,
        profit_tier_sort_order,
        count(*) as customers,
        cast(sum(net_revenue) as decimal(18, 4)) as net_revenue,
        cast(sum(profit_amount) as decimal(18, 4)) as profit_amount
    from customers
    group by potential_tier, profit_tier, potential_tier_sort_order, profit_tier_sort_order
),

final as (
    select
        cells.potential_tier,
        cells.profit_tier,
        case
            when cells.potential_tier_sort_order is null or cells.profit_tier_sort_order is null then 'unrated'
            when cells.potential_tier_sort_order < cells.profit_tier_sort_order then 'more_potential_than_profit'
            when cells.potential_tier_sort_order > cells.profit_tier_sort_order then 'more_profit_than_potential'
            else 'agree'
        end as agreement,
        cells.customers,
        {{ safe_divide('cells.customers', 'totals.customers') }} as customer_share,
        cells.net_revenue,
        {{ safe_divide('cells.net_revenue', 'totals.net_revenue') }} as net_revenue_share,
        cells.profit_amount
    from cells
    cross join totals
)

select * from final
