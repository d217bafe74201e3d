with customer_months as (
    select * from {{ ref('int_value_customer_months') }}
    where is_full_month
),

moves as (
    select
        month,
        coalesce(previous_segment, 'new') as from_segment,
        segment as to_segment,
        coalesce(previous_segment, 'new') <> segment as is_move,
        count(*) as customers,
        cast(sum(net_revenue) as decimal(18, 4)) as net_revenue,
        cast(sum(revenue_12_months) as decimal(18, 4)) as revenue_12_months,
        cast(sum(coalesce(previous_revenue_12_months, 0)) as decimal(18, 4)) as revenue_12_months_before
    from customer_months
    group by month, previous_segment, segment
)

select * from moves
