with customer_months as (
    select * from {{ ref('int_lifecycle_customer_months') }}
    where is_full_month
),

allowed as (
    select * from {{ ref('lifecycle_moves') }}
),

moves as (
    {% for basis in ['rhythm', 'fixed'] -%}
    select
        month,
        '{{ basis }}' as basis,
        coalesce(previous_{{ basis }}_state, 'new') as from_state,
        {{ basis }}_state as to_state,
        count(*) as customers,
        cast(sum(net_revenue) as decimal(18, 4)) as net_revenue,
        cast(sum(revenue_12_months) as decimal(18, 4)) as revenue_12_months
    from customer_months
    group by month, previous_{{ basis }}_state, {{ basis }}_state
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        moves.month,
        moves.basis,
        moves.from_state,
        moves.to_state,
        moves.from_state <> moves.to_state as is_move,
        allowed.to_state is not null as is_allowed,
        moves.customers,
        moves.net_revenue,
        moves.revenue_12_months
    from moves
    left join allowed
        on
            moves.from_state = allowed.from_state
            and moves.to_state = allowed.to_state
)

select * from final
