-- Size last month + entered - left = size now, for every segment and month; and first-timers are exactly the growth of
-- the whole.
with flows as (
    select
        month,
        segment,
        customers,
        customers_entered,
        customers_left,
        customers_new,
        lag(customers, 1, 0) over (partition by segment order by month asc nulls last) as customers_before
    from {{ ref('rfm_segment_monthly') }}
),

by_segment as (
    select
        month,
        segment,
        customers,
        customers_before + customers_entered - customers_left as explained
    from flows
),

overall as (
    select
        month,
        'all' as segment,
        sum(customers) as customers,
        sum(customers_before + customers_new) as explained
    from flows
    group by month
)

select * from by_segment
where customers <> explained
union all
select * from overall
where customers <> explained
