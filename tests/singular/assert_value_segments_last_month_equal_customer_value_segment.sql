-- When the as-of date is a month's end, the monthly series and customer_value_segment agree, customer for customer.
with as_of as (
    select cast(date_trunc('month', as_of_date) as date) as month
    from {{ ref('int_as_of') }}
    where {{ dbt.last_day('as_of_date', 'month') }} = as_of_date
),

now as (
    select
        customer_id,
        score,
        segment
    from {{ ref('customer_value_segment') }}
    where
        attribute = 'revenue'
        and base = 'company'
        and exists (select 1 from as_of)
),

monthly as (
    select
        customer_months.customer_id,
        customer_months.score,
        customer_months.segment
    from {{ ref('int_value_customer_months') }} as customer_months
    inner join as_of on customer_months.month = as_of.month
)

select
    coalesce(now.customer_id, monthly.customer_id) as customer_id,
    now.segment,
    monthly.segment as monthly_segment
from now
full outer join monthly on now.customer_id = monthly.customer_id
where
    now.segment is distinct from monthly.segment
    or now.score is distinct from monthly.score
