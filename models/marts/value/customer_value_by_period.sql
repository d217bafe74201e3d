with periods as (
    select * from {{ ref('int_value_periods') }}
),

valued as (
    select
        *,
        {{ safe_divide('profit_amount', 'customers') }} as profit_per_customer,
        market_share * {{ safe_divide('profit_amount', 'customers') }} as market_weighted_profit_per_customer
    from periods
),

final as (
    select
        month,
        cast(customers as bigint) as customers,
        net_revenue,
        customer_revenue,
        margin_amount,
        service_cost_amount,
        marketing_amount,
        profit_amount,
        profit_per_customer,
        market_revenue,
        market_share,
        market_weighted_profit_per_customer,
        -- few rows: one a month
        sum(profit_per_customer) over (
            order by month asc nulls last rows between unbounded preceding and current row
        ) as profit_centred_value,
        -- few rows: one a month
        sum(market_weighted_profit_per_customer) over (
            order by month asc nulls last rows between unbounded preceding and current row
        ) as market_position_value
    from valued
)

select * from final
