{{ config(access='protected', contract={'enforced': false}) }}

{%- set model = var('acquisition_attribution_model') %}

with first_orders as (
    select
        customer_id,
        order_month as month,
        channel,
        sum({{ model }}_credit) as credit
    from {{ ref('fct_attributed_orders') }}
    where is_first_order and customer_id is not null
    group by customer_id, order_month, channel
),

customers as (
    select
        customer_id,
        first_seen_at
    from {{ ref('dim_customers') }}
),

as_of as (
    select first_event_date from {{ ref('int_as_of') }}
),

-- Who was on file before the data begin was won before them: what that cost is not known.
final as (
    select
        first_orders.customer_id,
        first_orders.month,
        first_orders.channel,
        first_orders.credit
    from first_orders
    cross join as_of
    left join customers
        on first_orders.customer_id = customers.customer_id
    where first_orders.credit > 0 and coalesce(cast(customers.first_seen_at as date) >= as_of.first_event_date, true)
)

select * from final
