with moves as (
    select * from {{ ref('lifecycle_moves_monthly') }}
),

states as (
    select * from {{ ref('lifecycle_states') }}
),

arrived as (
    select
        month,
        basis,
        to_state as state,
        sum(customers) as customers,
        sum(customers) filter (where is_move) as customers_entered,
        sum(net_revenue) as net_revenue,
        sum(revenue_12_months) as revenue_12_months
    from moves
    group by month, basis, to_state
),

left_behind as (
    select
        month,
        basis,
        from_state as state,
        sum(customers) as customers_left
    from moves
    where is_move
    group by month, basis, from_state
),

totals as (
    select
        month,
        basis,
        sum(customers) as people,
        sum(net_revenue) as net_revenue
    from arrived
    group by month, basis
),

final as (
    select
        totals.month,
        totals.basis,
        states.state,
        states.state_name,
        states.state_name_zh,
        states.sort_order as state_sort_order,
        states.is_customer,
        cast(coalesce(arrived.customers, 0) as bigint) as customers,
        coalesce({{ safe_divide('arrived.customers', 'totals.people') }}, 0) as customer_share,
        cast(coalesce(arrived.customers_entered, 0) as bigint) as customers_entered,
        cast(coalesce(left_behind.customers_left, 0) as bigint) as customers_left,
        cast(coalesce(arrived.net_revenue, 0) as decimal(18, 4)) as net_revenue,
        {{ safe_divide('coalesce(arrived.net_revenue, 0)', 'totals.net_revenue') }} as net_revenue_share,
        cast(coalesce(arrived.revenue_12_months, 0) as decimal(18, 4)) as revenue_12_months
    from totals
    cross join states
    left join arrived
        on totals.month = arrived.month and totals.basis = arrived.basis and states.state = arrived.state
    left join left_behind
        on totals.month = left_behind.month and totals.basis = left_behind.basis and states.state = left_behind.state
)

select * from final
