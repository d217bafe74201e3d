-- When the as-of date is a month's end, the sizes of the last month are those of customer_lifecycle, by either basis.
with as_of as (
    select cast(date_trunc('month', as_of_date) as date) as month
    from {{ ref('int_as_of') }}
    where {{ dbt.last_day('as_of_date', 'month') }} = as_of_date
),

now as (
    select
        'rhythm' as basis,
        state,
        count(*) as customers
    from {{ ref('customer_lifecycle') }}
    where exists (select 1 from as_of)
    group by state

    union all

    select
        'fixed' as basis,
        fixed_window_state as state,
        count(*) as customers
    from {{ ref('customer_lifecycle') }}
    where exists (select 1 from as_of)
    group by fixed_window_state
),

monthly as (
    select
        monthly.basis,
        monthly.state,
        monthly.customers
    from {{ ref('lifecycle_monthly') }} as monthly
    inner join as_of on monthly.month = as_of.month
    where monthly.customers > 0
)

select
    coalesce(now.basis, monthly.basis) as basis,
    coalesce(now.state, monthly.state) as state,
    now.customers,
    monthly.customers as monthly_customers
from now
full outer join monthly on now.basis = monthly.basis and now.state = monthly.state
where now.customers is null or monthly.customers is null or now.customers <> monthly.customers
