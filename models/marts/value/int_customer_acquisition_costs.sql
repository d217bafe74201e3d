{{ config(access='protected', contract={'enforced': false}) }}

with acquired as (
    select * from {{ ref('int_acquired_customers') }}
),

costs as (
    select * from {{ ref('acquisition_costs_monthly') }}
),

has_spend as (
    select count(*) > 0 as is_spend_known
    from {{ ref('marketing_spend') }}
),

-- The channel that brought most of the customer, and of equals the first by name.
main_channels as (
    select
        customer_id,
        channel
    from acquired
    qualify row_number() over (
        partition by customer_id order by credit desc nulls last, channel asc nulls last
    ) = 1
),

summed as (
    select
        acquired.customer_id,
        min(acquired.month) as acquisition_month,
        sum(acquired.credit * (
            coalesce(costs.own_cost_per_new_customer, 0e0) + coalesce(costs.shared_cost_per_new_customer, 0e0)
        )) as cost_amount
    from acquired
    inner join costs
        on acquired.month = costs.month and acquired.channel = costs.channel
    group by acquired.customer_id
),

final as (
    select
        summed.customer_id,
        summed.acquisition_month,
        main_channels.channel as acquisition_channel,
        cast(case when has_spend.is_spend_known then summed.cost_amount end as decimal(18, 4))
            as acquisition_cost_amount
    from summed
    inner join main_channels on summed.customer_id = main_channels.customer_id
    cross join has_spend
)

select * from final
