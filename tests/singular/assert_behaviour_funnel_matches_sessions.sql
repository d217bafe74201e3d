-- Each dimension of the funnel counts every session once, and those that dropped out and those that bought add up to
-- those that came in.
with funnel as (
    select
        session_date,
        dimension,
        coalesce(sum(all_sessions) filter (where funnel_step = 'view'), 0) as all_sessions,
        coalesce(sum(sessions) filter (where funnel_step = 'view'), 0) as first_sessions,
        coalesce(sum(sessions_with_event) filter (where funnel_step = 'purchase'), 0) as purchases,
        coalesce(sum(dropped_sessions), 0) as dropped_sessions
    from {{ ref('funnel_daily') }}
    group by all
),

days as (
    select
        session_date,
        count(*) as all_sessions,
        count(*) filter (where has_view or has_cart or has_checkout or has_purchase) as first_sessions,
        count(*) filter (where has_purchase) as purchases
    from {{ ref('fct_web_sessions') }}
    group by session_date
),

dimensions as (
    select distinct dimension from {{ ref('funnel_daily') }}
)

select
    days.*,
    dimensions.dimension
from days
cross join dimensions
left join funnel
    on days.session_date = funnel.session_date and dimensions.dimension = funnel.dimension
where
    coalesce(funnel.all_sessions, -1) <> days.all_sessions
    or coalesce(funnel.first_sessions, -1) <> days.first_sessions
    or coalesce(funnel.purchases, -1) <> days.purchases
    or coalesce(funnel.dropped_sessions + funnel.purchases, -1) <> days.first_sessions
