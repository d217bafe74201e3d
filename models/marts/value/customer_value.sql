with customers as (
    select customer_id from {{ ref('dim_customers') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

events as (
    select
        *,
        min(event_date) over (partition by customer_id) as value_start_date
    from {{ ref('int_value_events') }}
),

-- Present value on the day of the customer's first order or ticket.
discounted as (
    select
        *,
        value_amount * power(
            1e0 + {{ var('value_discount_rate') }}, -{{ days_between('value_start_date', 'event_date') }} / 365e0
        ) as discounted_amount
    from events
),

summed as (
    select
        customer_id,
        min(value_start_date) as value_start_date,
        min(event_date) filter (where event_type = 'order') as first_purchase_date,
        count(*) filter (where event_type = 'order') as purchases,
        count(*) filter (where event_type = 'order' and cost_amount is null) as purchases_without_cost,
        count(*) filter (where event_type = 'ticket') as tickets,
        sum(revenue_amount) as revenue_amount,
        sum(refund_amount) as refund_amount,
        sum(net_revenue) as net_revenue,
        sum(cost_amount) filter (where event_type = 'order') as cost_amount,
        sum(margin_amount) filter (where event_type = 'order') as margin_amount,
        sum(service_cost_amount) as service_cost_amount,
        sum(value_amount) as historic_value,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(sum(discounted_amount), 9) as discounted_value,
        -- Without any known cost of goods the value of purchases is not known, and neither is that of their customer.
        count(*) filter (where event_type = 'order') = 0
        or count(value_amount) filter (where event_type = 'order') > 0 as is_value_known
    from discounted
    group by customer_id
),

acquisition as (
    select * from {{ ref('int_customer_acquisition_costs') }}
),

payback as (
    select * from {{ ref('int_value_payback') }}
),

final as (
    select
        customers.customer_id,
        as_of.as_of_date,
        summed.value_start_date,
        cast(coalesce(summed.purchases, 0) as bigint) as purchases,
        cast(coalesce(summed.purchases_without_cost, 0) as bigint) as purchases_without_cost,
        cast(coalesce(summed.tickets, 0) as bigint) as tickets,
        cast(coalesce(summed.revenue_amount, 0) as decimal(18, 4)) as revenue_amount,
        cast(coalesce(summed.refund_amount, 0) as decimal(18, 4)) as refund_amount,
        cast(coalesce(summed.net_revenue, 0) as decimal(18, 4)) as net_revenue,
        cast(summed.cost_amount as decimal(18, 4)) as cost_amount,
        cast(summed.margin_amount as decimal(18, 4)) as margin_amount,
        cast(coalesce(summed.service_cost_amount, 0) as decimal(18, 4)) as service_cost_amount,
        cast(
            case when coalesce(summed.is_value_known, true) then coalesce(summed.historic_value, 0) end
            as decimal(18, 4)
        ) as historic_value,
        cast(
            case when coalesce(summed.is_value_known, true) then coalesce(summed.discounted_value, 0e0) end
            as decimal(18, 4)
        ) as discounted_value,
        acquisition.acquisition_month,
        acquisition.acquisition_channel,
        acquisition.acquisition_cost_amount,
        {{ safe_divide(
            'case when summed.is_value_known then summed.discounted_value end', 'acquisition.acquisition_cost_amount'
        ) }} as value_to_cost_ratio,
        case
            when acquisition.acquisition_cost_amount is not null
                then coalesce(payback.payback_date is not null, false)
        end as is_paid_back,
        cast({{ months_between('acquisition.acquisition_month', 'payback.payback_date') }} as int) as payback_months
    from customers
    cross join as_of
    left join summed on customers.customer_id = summed.customer_id
    left join acquisition on customers.customer_id = acquisition.customer_id
    left join payback on customers.customer_id = payback.customer_id
)

select * from final
