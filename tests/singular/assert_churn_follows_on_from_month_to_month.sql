-- The customers at a month's end are those at the next one's start, and the rate lies in its interval.
with flows as (
    select
        *,
        lag(customers_at_end) over (partition by basis order by month asc nulls last) as end_before
    from {{ ref('churn_monthly') }}
)

select * from flows
where
    customers_at_start <> end_before
    or churn_rate < churn_rate_lower
    or churn_rate > churn_rate_upper
    or abs(churn_rate * customers_at_start - customers_lost) > 1e-6
