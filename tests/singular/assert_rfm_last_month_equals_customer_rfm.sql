-- When the as-of date is a month's end, the monthly model and customer_rfm, which are computed by different ways,
-- agree.
with as_of as (
    select
        as_of_date,
        cast(date_trunc('month', as_of_date) as date) as month
    from {{ ref('int_as_of') }}
    where {{ dbt.last_day('as_of_date', 'month') }} = as_of_date
),

now as (
    select
        segment,
        count(*) as customers,
        sum(monetary) as window_revenue,
        sum(recency_days) as recency_sum
    from {{ ref('customer_rfm') }}
    where exists (select 1 from as_of)
    group by segment
),

monthly as (
    select
        monthly.segment,
        monthly.customers,
        monthly.window_revenue,
        monthly.average_recency_days * monthly.customers as recency_sum
    from {{ ref('rfm_segment_monthly') }} as monthly
    inner join as_of on monthly.month = as_of.month
    where monthly.customers > 0
)

select
    coalesce(now.segment, monthly.segment) as segment,
    now.customers,
    monthly.customers as monthly_customers,
    now.window_revenue,
    monthly.window_revenue as monthly_window_revenue
from now
full outer join monthly on now.segment = monthly.segment
where
    now.customers is null
    or monthly.customers is null
    or now.customers <> monthly.customers
    or now.window_revenue <> monthly.window_revenue
    or abs(now.recency_sum - monthly.recency_sum) > 0.5
