with customers as (
    select * from {{ ref('int_rfm_customers') }}
),

thresholds as (
    select * from {{ ref('int_rfm_thresholds') }}
),

cells as (
    select * from {{ ref('int_rfm_cells') }}
),

weights as (
    select
        coalesce(sum(weight) filter (where metric = 'recency'), 0) as r_weight,
        coalesce(sum(weight) filter (where metric = 'frequency'), 0) as f_weight,
        coalesce(sum(weight) filter (where metric = 'monetary'), 0) as m_weight
    from {{ ref('rfm_weights') }}
),

scored as (
    select
        customers.*,
        6 - {{ quintile_score('customers.recency_days', 'thresholds.recency_days') }} as r_score,
        {{ quintile_score('customers.frequency', 'thresholds.frequency') }} as f_score,
        {{ quintile_score('customers.monetary', 'thresholds.monetary') }} as m_score
    from customers
    cross join thresholds
),

final as (
    select
        scored.customer_id,
        scored.as_of_date,
        scored.window_start_date,
        scored.first_purchase_date,
        scored.last_purchase_date,
        scored.recency_days,
        scored.frequency,
        scored.monetary,
        cells.r_score,
        cells.f_score,
        cells.m_score,
        cells.rfm_cell,
        {{ safe_divide(
            'weights.r_weight * scored.r_score + weights.f_weight * scored.f_score + weights.m_weight * scored.m_score',
            'weights.r_weight + weights.f_weight + weights.m_weight'
        ) }} as weighted_score,
        cells.segment,
        cells.segment_name,
        cells.segment_name_zh,
        cells.segment_sort_order
    from scored
    cross join weights
    left join cells
        on
            scored.r_score = cells.r_score
            and scored.f_score = cells.f_score
            and scored.m_score = cells.m_score
)

select * from final
