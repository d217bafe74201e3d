-- The acquisition costs of all customers are the acquisition spend of the months that had a new customer (to rounding:
-- a hundredth of a penny per customer).
with months as (
    select
        month,
        sum(acquisition_amount) as acquisition_amount,
        sum(new_customers) as new_customers
    from {{ ref('acquisition_costs_monthly') }}
    group by month
),

borne as (
    select
        acquisition_month as month,
        count(*) as customers,
        sum(acquisition_cost_amount) as cost_amount
    from {{ ref('customer_value') }}
    where acquisition_cost_amount is not null
    group by acquisition_month
)

select
    months.month,
    months.acquisition_amount,
    months.new_customers,
    borne.customers,
    borne.cost_amount
from months
left join borne on months.month = borne.month
where
    months.new_customers > 0
    and exists (select 1 from {{ ref('marketing_spend') }})
    and (
        abs(months.new_customers - coalesce(borne.customers, 0)) > 1e-6
        or abs(months.acquisition_amount - coalesce(borne.cost_amount, 0)) > 0.0001 * (1 + coalesce(borne.customers, 0))
    )
