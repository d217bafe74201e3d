{{ config(access='protected', contract={'enforced': false}) }}

with moves as (
    select * from {{ ref('lifecycle_moves_monthly') }}
),

states as (
    select
        state,
        is_customer
    from {{ ref('lifecycle_states') }}
),

judged as (
    select
        moves.month,
        moves.basis,
        moves.from_state,
        moves.customers,
        moves.revenue_12_months,
        coalesce(states_before.is_customer, false) as was_customer,
        states_now.is_customer
    from moves
    left join states as states_before
        on moves.from_state = states_before.state
    left join states as states_now
        on moves.to_state = states_now.state
),

flows as (
    select
        month,
        basis,
        sum(customers) filter (where was_customer) as customers_at_start,
        sum(customers) filter (where from_state in ('new', 'prospect') and is_customer) as customers_new,
        sum(customers) filter (where was_customer and not is_customer) as customers_lost,
        sum(customers) filter (where from_state = 'churned' and is_customer) as customers_won_back,
        sum(customers) filter (where is_customer) as customers_at_end,
        sum(revenue_12_months) filter (where was_customer and not is_customer) as revenue_lost
    from judged
    group by month, basis
)

select * from flows
