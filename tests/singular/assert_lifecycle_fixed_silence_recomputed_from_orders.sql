-- Who is churned, at risk or still active by the fixed windows at the fifth last month's end, and who is a prospect,
-- counted straight from orders and customers (no spells, no running sums).
with fifth_last as (
    select cast({{ dbt.dateadd('month', -4, 'max(month)') }} as date) as month
    from {{ ref('lifecycle_monthly') }}
),

chosen as (
    select distinct monthly.month
    from {{ ref('lifecycle_monthly') }} as monthly
    inner join fifth_last on monthly.month = fifth_last.month
),

month_end as (
    select cast({{ dbt.last_day('month', 'month') }} as date) as date_day from chosen
),

windows as (
    select
        max(min_days) filter (where state = 'at_risk') as at_risk_days,
        max(min_days) filter (where state = 'churned') as churned_days
    from {{ ref('lifecycle_silence_bounds') }}
    where basis = 'fixed'
),

customers as (
    select
        orders.customer_id,
        {{ days_between('max(orders.order_date)', 'max(month_end.date_day)') }} as silent_days
    from {{ ref('fct_orders') }} as orders
    inner join month_end on orders.order_date <= month_end.date_day
    where orders.is_purchase and orders.customer_id is not null
    group by orders.customer_id
),

recomputed as (
    select
        count(*) filter (where customers.silent_days >= windows.churned_days) as churned,
        count(*) filter (
            where customers.silent_days >= windows.at_risk_days and customers.silent_days < windows.churned_days
        ) as at_risk,
        count(*) filter (where customers.silent_days < windows.at_risk_days) as active
    from customers
    cross join windows
),

prospects as (
    select count(*) as prospects
    from {{ ref('dim_customers') }} as dim_customers
    inner join month_end on cast(dim_customers.first_seen_at as date) <= month_end.date_day
    left join customers on dim_customers.customer_id = customers.customer_id
    where customers.customer_id is null
),

reported as (
    select
        coalesce(sum(monthly.customers) filter (where monthly.state = 'churned'), 0) as churned,
        coalesce(sum(monthly.customers) filter (where monthly.state = 'at_risk'), 0) as at_risk,
        coalesce(
            sum(monthly.customers) filter (where monthly.state not in ('churned', 'at_risk', 'prospect')), 0
        ) as active,
        coalesce(sum(monthly.customers) filter (where monthly.state = 'prospect'), 0) as prospects
    from {{ ref('lifecycle_monthly') }} as monthly
    inner join chosen on monthly.month = chosen.month
    where monthly.basis = 'fixed'
),

uniform as (
    select count(*) as varying_windows
    from {{ ref('lifecycle_silence_bounds') }}
    where basis = 'fixed' and min_days <> max_days
)

select
    recomputed.*,
    prospects.prospects,
    reported.churned as reported_churned,
    reported.at_risk as reported_at_risk,
    reported.active as reported_active,
    reported.prospects as reported_prospects
from recomputed
cross join prospects
cross join reported
cross join uniform
cross join chosen
where
    uniform.varying_windows = 0
    and (
        recomputed.churned <> reported.churned
        or recomputed.at_risk <> reported.at_risk
        or recomputed.active <> reported.active
        or prospects.prospects <> reported.prospects
    )
