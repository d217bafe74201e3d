{{ config(access='protected', contract={'enforced': false}) }}

with events as (
    select
        customer_id,
        event_date,
        sum(value_amount) as value_amount
    from {{ ref('int_value_events') }}
    group by customer_id, event_date
),

costs as (
    select * from {{ ref('int_customer_acquisition_costs') }}
),

running as (
    select
        customer_id,
        event_date,
        sum(value_amount) over (
            partition by customer_id
            order by event_date asc nulls last
            rows between unbounded preceding and current row
        ) as value_so_far
    from events
),

paid_back as (
    select
        running.customer_id,
        min(running.event_date) as payback_date
    from running
    inner join costs
        on
            running.customer_id = costs.customer_id
            and running.event_date >= costs.acquisition_month
            and running.value_so_far >= costs.acquisition_cost_amount
    group by running.customer_id
)

select * from paid_back
