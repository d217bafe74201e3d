with moves as (
    select * from {{ ref('value_segment_moves_monthly') }}
),

bases as (
    select * from {{ ref('int_value_bases_monthly') }}
),

segments as (
    select * from {{ ref('value_segments') }}
),

arrived as (
    select
        month,
        to_segment as segment,
        sum(customers) as customers,
        sum(customers) filter (where is_move) as customers_entered,
        sum(customers) filter (where from_segment = 'new') as customers_new,
        sum(net_revenue) as net_revenue,
        sum(revenue_12_months) as revenue_12_months
    from moves
    group by month, to_segment
),

left_behind as (
    select
        month,
        from_segment as segment,
        sum(customers) as customers_left
    from moves
    where is_move
    group by month, from_segment
),

totals as (
    select
        month,
        sum(customers) as customers,
        sum(net_revenue) as net_revenue
    from arrived
    group by month
),

final as (
    select
        totals.month,
        segments.segment,
        segments.segment_name,
        segments.segment_name_zh,
        segments.sort_order as segment_sort_order,
        bases.base_value,
        bases.deviation,
        cast(coalesce(arrived.customers, 0) as bigint) as customers,
        coalesce({{ safe_divide('arrived.customers', 'totals.customers') }}, 0) as customer_share,
        cast(coalesce(arrived.customers_entered, 0) as bigint) as customers_entered,
        cast(coalesce(arrived.customers_new, 0) as bigint) as customers_new,
        cast(coalesce(left_behind.customers_left, 0) as bigint) as customers_left,
        cast(coalesce(arrived.net_revenue, 0) as decimal(18, 4)) as net_revenue,
        {{ safe_divide('coalesce(arrived.net_revenue, 0)', 'totals.net_revenue') }} as net_revenue_share,
        cast(coalesce(arrived.revenue_12_months, 0) as decimal(18, 4)) as revenue_12_months
    from totals
    inner join bases
        on totals.month = bases.month
    cross join segments
    left join arrived
        on totals.month = arrived.month and segments.segment = arrived.segment
    left join left_behind
        on totals.month = left_behind.month and segments.segment = left_behind.segment
)

select * from final
