with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

lines as (
    select
        order_date as event_date,
        coalesce(category, 'unknown') as category,
        cast(quantity as double) as units,
        cast(net_amount as double) as revenue
    from {{ ref('fct_order_items') }}
    where is_purchase
),

purchase_days as (
    select distinct
        customer_id,
        order_date
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

spells as (
    select
        order_date,
        min(order_date) over (partition by customer_id) as first_order_date,
        lead(order_date) over (partition by customer_id order by order_date asc nulls last) as next_order_date,
        cast(order_date + interval {{ var('churn_lapsed_after_days') }} day as date) as lapse_date
    from purchase_days
),

events as (
    select
        order_date as event_date,
        'orders' as measure,
        cast(null as string) as category,
        1e0 as amount
    from {{ ref('fct_orders') }}
    where is_purchase
    union all
    select
        event_date,
        'revenue' as measure,
        category,
        revenue as amount
    from lines
    union all
    select
        event_date,
        'units' as measure,
        category,
        units as amount
    from lines
    union all
    select
        order_date as event_date,
        'new_customers' as measure,
        cast(null as string) as category,
        1e0 as amount
    from spells
    where order_date = first_order_date
    union all
    select
        lapse_date as event_date,
        'lost_customers' as measure,
        cast(null as string) as category,
        1e0 as amount
    from spells
    where next_order_date is null or next_order_date > lapse_date
    union all
    select
        cast(opened_at as date) as event_date,
        'tickets' as measure,
        coalesce(service_type, 'unknown') as category,
        1e0 as amount
    from {{ ref('fct_tickets') }}
),

daily as (
    select
        events.event_date,
        events.measure,
        -- "all" is the name of the total.
        case when events.category = 'all' then 'category all' else events.category end as category,
        -- Decimals, so that the order in which an engine adds up changes no digit.
        sum(cast(events.amount as decimal(18, 4))) as amount
    from events
    inner join as_of
        on events.event_date <= as_of.as_of_date
    group by
        events.event_date,
        events.measure,
        case when events.category = 'all' then 'category all' else events.category end
)

select * from daily
