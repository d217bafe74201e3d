-- The gross money of all accepted orders up to the as-of date, by system and currency, is that of fct_orders
-- (converted, so within a tenth of a penny per order), and no order is lost or doubled on the way.
with accepted as (
    select
        orders.source_system,
        coalesce(orders.currency, '{{ var("reporting_currency") }}') as currency,
        count(*) as order_count,
        sum(orders.gross_amount) as gross_amount
    from {{ ref('orders') }} as orders
    cross join {{ ref('int_as_of') }} as as_of
    where orders.ordered_at < as_of.as_of_ts
    group by orders.source_system, coalesce(orders.currency, '{{ var("reporting_currency") }}')
),

rates as (
    select
        currency,
        rate
    from {{ ref('exchange_rates') }}
    where reporting_currency = '{{ var("reporting_currency") }}'
    union
    select
        '{{ var("reporting_currency") }}' as currency,
        1 as rate
),

facts as (
    select
        source_system,
        coalesce(currency, '{{ var("reporting_currency") }}') as currency,
        count(*) as order_count,
        sum(gross_amount) as gross_amount
    from {{ ref('fct_orders') }}
    group by source_system, coalesce(currency, '{{ var("reporting_currency") }}')
)

select
    accepted.source_system,
    accepted.currency,
    accepted.order_count,
    facts.order_count as fact_count,
    accepted.gross_amount * rates.rate as gross_amount,
    facts.gross_amount as fact_amount
from accepted
left join rates on accepted.currency = rates.currency
full outer join facts
    on
        accepted.source_system = facts.source_system
        and accepted.currency = facts.currency
where
    accepted.order_count is distinct from facts.order_count
    or abs(coalesce(accepted.gross_amount * rates.rate, 0) - coalesce(facts.gross_amount, 0))
    > 0.001 * coalesce(accepted.order_count, 1)
