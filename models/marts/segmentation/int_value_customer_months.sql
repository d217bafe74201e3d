{{ config(access='protected', contract={'enforced': false}) }}

with buyers as (
    select * from {{ ref('int_lifecycle_customer_months') }}
    where purchase_days > 0
),

bases as (
    select * from {{ ref('int_value_bases_monthly') }}
),

scored as (
    select
        buyers.customer_id,
        buyers.month,
        buyers.is_full_month,
        buyers.net_revenue,
        buyers.revenue_12_months,
        bases.high_from,
        bases.medium_from,
        {{ standard_score('buyers.revenue_12_months', 'bases.base_value', 'bases.deviation') }} as score
    from buyers
    inner join bases
        on buyers.month = bases.month
),

labelled as (
    select
        *,
        {{ score_segment('score', 'scored') }} as segment
    from scored
),

with_previous as (
    select
        customer_id,
        month,
        is_full_month,
        net_revenue,
        revenue_12_months,
        score,
        segment,
        lag(segment) over (partition by customer_id order by month asc nulls last) as previous_segment,
        lag(revenue_12_months) over (partition by customer_id order by month asc nulls last)
            as previous_revenue_12_months
    from labelled
)

select * from with_previous
