-- Moves into a state add up to its size, and moves out of it (staying included) to its size a month earlier: nobody
-- who is known disappears.
with sizes as (
    select
        month,
        basis,
        state,
        customers
    from {{ ref('lifecycle_monthly') }}
),

arrivals as (
    select
        month,
        basis,
        to_state as state,
        sum(customers) as customers
    from {{ ref('lifecycle_moves_monthly') }}
    group by all
),

departures as (
    select
        cast({{ dbt.dateadd('month', -1, 'month') }} as date) as month,
        basis,
        from_state as state,
        sum(customers) as customers
    from {{ ref('lifecycle_moves_monthly') }}
    where from_state <> 'new'
    group by all
),

last_month as (
    select max(month) as month from sizes
),

compared as (
    select
        sizes.*,
        coalesce(arrivals.customers, 0) as arrived,
        case when sizes.month < last_month.month then coalesce(departures.customers, 0) else sizes.customers end
            as departed
    from sizes
    cross join last_month
    left join arrivals
        on sizes.month = arrivals.month and sizes.basis = arrivals.basis and sizes.state = arrivals.state
    left join departures
        on sizes.month = departures.month and sizes.basis = departures.basis and sizes.state = departures.state
)

select * from compared
where customers <> arrived or customers <> departed
