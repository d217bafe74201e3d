-- Moves into a segment add up to its size, and moves out of it (staying included) to its size a month earlier.
with sizes as (
    select
        month,
        segment,
        customers
    from {{ ref('rfm_segment_monthly') }}
),

arrivals as (
    select
        month,
        to_segment as segment,
        sum(customers) as customers
    from {{ ref('rfm_segment_moves_monthly') }}
    group by all
),

departures as (
    select
        cast({{ dbt.dateadd('month', -1, 'month') }} as date) as month,
        from_segment as segment,
        sum(customers) as customers
    from {{ ref('rfm_segment_moves_monthly') }}
    where from_segment <> 'new'
    group by all
),

last_month as (
    select max(month) as month from sizes
),

compared as (
    select
        'arrivals' as what,
        coalesce(sizes.month, arrivals.month) as month,
        coalesce(sizes.segment, arrivals.segment) as segment,
        coalesce(sizes.customers, 0) as size,
        coalesce(arrivals.customers, 0) as moved
    from sizes
    full outer join arrivals
        on sizes.month = arrivals.month and sizes.segment = arrivals.segment

    union all

    select
        'departures' as what,
        coalesce(sizes.month, departures.month) as month,
        coalesce(sizes.segment, departures.segment) as segment,
        coalesce(sizes.customers, 0) as size,
        coalesce(departures.customers, 0) as moved
    from sizes
    full outer join departures
        on sizes.month = departures.month and sizes.segment = departures.segment
)

select compared.*
from compared
cross join last_month
where
    compared.size <> compared.moved
    and not (compared.what = 'departures' and compared.month = last_month.month)
