{{ config(access='protected', contract={'enforced': false}) }}

with verdicts as (
    select
        max(basis) filter (where subject = 'purchases') as purchases_basis,
        max(basis) filter (where subject = 'spend') as spend_basis
    from {{ ref('int_lifetime_value_verdicts') }}
),

events as (
    select events.* from {{ ref('int_value_events') }} as events
    inner join {{ ref('int_as_of') }} as as_of on events.event_date <= as_of.as_of_date
),

-- What of a unit of net revenue is value by the var `value_formula`; tickets cost, and bring no revenue.
shares as (
    select
        {{ safe_divide(
            "sum(value_amount) filter (where event_type = 'order' and value_amount is not null)",
            "sum(net_revenue) filter (where event_type = 'order' and value_amount is not null)"
        ) }} as of_orders,
        {{ safe_divide("sum(value_amount) filter (where event_type = 'ticket')", 'sum(net_revenue)') }} as of_tickets
    from events
),

final as (
    select
        coalesce(verdicts.purchases_basis, 'baseline') as purchases_basis,
        coalesce(verdicts.spend_basis, 'baseline') as spend_basis,
        shares.of_orders + coalesce(shares.of_tickets, 0e0) as value_share
    from verdicts
    cross join shares
)

select * from final
