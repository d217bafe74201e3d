with customer_segments as (
    select * from {{ ref('int_rfm_customer_segments_monthly') }}
),

moves as (
    select * from {{ ref('rfm_segment_moves_monthly') }}
),

segments as (
    select distinct
        segment,
        segment_name,
        segment_name_zh,
        sort_order
    from {{ ref('rfm_segments') }}
),

sizes as (
    select
        month,
        segment,
        count(*) as customers,
        sum(net_revenue) as net_revenue,
        sum(monetary) as window_revenue,
        avg(recency_days) as average_recency_days,
        avg(frequency) as average_frequency
    from customer_segments
    group by all
),

totals as (
    select
        month,
        sum(customers) as customers,
        sum(net_revenue) as net_revenue
    from sizes
    group by month
),

entered as (
    select
        month,
        to_segment as segment,
        sum(customers) as customers_entered,
        sum(customers) filter (where from_segment = 'new') as customers_new
    from moves
    where is_move
    group by all
),

left_behind as (
    select
        month,
        from_segment as segment,
        sum(customers) as customers_left
    from moves
    where is_move
    group by all
),

final as (
    select
        totals.month,
        segments.segment,
        segments.segment_name,
        segments.segment_name_zh,
        segments.sort_order as segment_sort_order,
        coalesce(sizes.customers, 0) as customers,
        coalesce({{ safe_divide('sizes.customers', 'totals.customers') }}, 0) as customer_share,
        cast(coalesce(entered.customers_entered, 0) as bigint) as customers_entered,
        cast(coalesce(entered.customers_new, 0) as bigint) as customers_new,
        cast(coalesce(left_behind.customers_left, 0) as bigint) as customers_left,
        cast(coalesce(sizes.net_revenue, 0) as decimal(18, 4)) as net_revenue,
        {{ safe_divide('coalesce(sizes.net_revenue, 0)', 'totals.net_revenue') }} as net_revenue_share,
        cast(coalesce(sizes.window_revenue, 0) as decimal(18, 4)) as window_revenue,
        cast(sizes.average_recency_days as double) as average_recency_days,
        cast(sizes.average_frequency as double) as average_frequency,
        {{ safe_divide('sizes.window_revenue', 'sizes.customers') }} as average_monetary
    from totals
    cross join segments
    left join sizes
        on totals.month = sizes.month and segments.segment = sizes.segment
    left join entered
        on totals.month = entered.month and segments.segment = entered.segment
    left join left_behind
        on totals.month = left_behind.month and segments.segment = left_behind.segment
)

select * from final
