{{ config(access='protected', contract={'enforced': false}) }}

with customer_months as (
    select * from {{ ref('int_rfm_customer_months') }}
),

thresholds as (
    select * from {{ ref('int_rfm_thresholds_monthly') }}
),

cells as (
    select * from {{ ref('int_rfm_cells') }}
),

scored as (
    select
        customer_months.*,
        6 - {{ quintile_score('customer_months.recency_days', 'thresholds.recency_days') }} as r_score,
        {{ quintile_score('customer_months.frequency', 'thresholds.frequency') }} as f_score,
        {{ quintile_score('customer_months.monetary', 'thresholds.monetary') }} as m_score
    from customer_months
    inner join thresholds
        on customer_months.month = thresholds.month
),

labelled as (
    select
        scored.customer_id,
        scored.month,
        scored.recency_days,
        scored.frequency,
        scored.monetary,
        scored.net_revenue,
        cells.segment
    from scored
    left join cells
        on
            scored.r_score = cells.r_score
            and scored.f_score = cells.f_score
            and scored.m_score = cells.m_score
),

with_previous as (
    select
        *,
        lag(segment) over (partition by customer_id order by month asc nulls last) as previous_segment,
        lag(monetary) over (partition by customer_id order by month asc nulls last) as previous_monetary
    from labelled
)

select * from with_previous
