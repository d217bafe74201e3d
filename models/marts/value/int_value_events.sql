{{ config(access='protected', contract={'enforced': false}) }}

with purchases as (
    select
        order_key,
        customer_id,
        order_date,
        net_amount,
        refund_amount,
        net_revenue,
        cost_amount,
        margin_amount
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

tickets as (
    select
        ticket_key,
        customer_id,
        cast(opened_at as date) as opened_on,
        channel
    from {{ ref('fct_tickets') }}
    where customer_id is not null
),

ticket_costs as (
    select * from {{ ref('service_costs') }}
),

events as (
    select
        'order:' || order_key as event_key,
        'order' as event_type,
        customer_id,
        order_date as event_date,
        net_amount as revenue_amount,
        refund_amount,
        net_revenue,
        cost_amount,
        margin_amount,
        cast(0 as decimal(18, 4)) as service_cost_amount
    from purchases

    union all

    select
        'ticket:' || tickets.ticket_key as event_key,
        'ticket' as event_type,
        tickets.customer_id,
        tickets.opened_on as event_date,
        cast(0 as decimal(18, 4)) as revenue_amount,
        cast(0 as decimal(18, 4)) as refund_amount,
        cast(0 as decimal(18, 4)) as net_revenue,
        cast(0 as decimal(18, 4)) as cost_amount,
        cast(0 as decimal(18, 4)) as margin_amount,
        coalesce(own.cost_per_ticket, other.cost_per_ticket) as service_cost_amount
    from tickets
    left join ticket_costs as own on tickets.channel = own.channel
    left join ticket_costs as other on other.channel = 'other'
),

final as (
    select
        *,
        cast({{ value_of_event(var('value_formula')) }} as decimal(18, 4)) as value_amount
    from events
)

select * from final
