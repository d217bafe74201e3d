-- Moves into a segment add up to its size, and moves out of it (staying included) to its size a month earlier; what its
-- members had taken in a year by then is what they have at stake now.
with sizes as (
    select
        month,
        segment,
        customers,
        revenue_12_months
    from {{ ref('value_segment_monthly') }}
),

moves as (
    select * from {{ ref('value_segment_moves_monthly') }}
),

arrivals as (
    select
        month,
        to_segment as segment,
        sum(customers) as customers,
        sum(revenue_12_months) as revenue_12_months
    from moves
    group by month, to_segment
),

departures as (
    select
        cast({{ dbt.dateadd('month', -1, 'month') }} as date) as month,
        from_segment as segment,
        sum(customers) as customers,
        sum(revenue_12_months_before) as revenue_12_months
    from moves
    where from_segment <> 'new'
    group by cast({{ dbt.dateadd('month', -1, 'month') }} as date), from_segment
),

last_month as (
    select max(month) as month from sizes
),

compared as (
    {% for flow in ['arrivals', 'departures'] -%}
    select
        '{{ flow }}' as what,
        coalesce(sizes.month, {{ flow }}.month) as month,
        coalesce(sizes.segment, {{ flow }}.segment) as segment,
        coalesce(sizes.customers, 0) as customers,
        coalesce({{ flow }}.customers, 0) as moved,
        coalesce(sizes.revenue_12_months, 0) as revenue_12_months,
        coalesce({{ flow }}.revenue_12_months, 0) as moved_revenue
    from sizes
    full outer join {{ flow }}
        on sizes.month = {{ flow }}.month and sizes.segment = {{ flow }}.segment
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select compared.*
from compared
cross join last_month
where
    (compared.customers <> compared.moved or compared.revenue_12_months <> compared.moved_revenue)
    and not (compared.what = 'departures' and compared.month = last_month.month)
