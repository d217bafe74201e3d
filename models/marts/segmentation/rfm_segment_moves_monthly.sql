with customer_segments as (
    select * from {{ ref('int_rfm_customer_segments_monthly') }}
),

moves as (
    select
        month,
        coalesce(previous_segment, 'new') as from_segment,
        segment as to_segment,
        coalesce(previous_segment, 'new') <> segment as is_move,
        count(*) as customers,
        cast(sum(net_revenue) as decimal(18, 4)) as net_revenue,
        cast(sum(coalesce(previous_monetary, 0)) as decimal(18, 4)) as window_revenue_before
    from customer_segments
    group by all
)

select * from moves
