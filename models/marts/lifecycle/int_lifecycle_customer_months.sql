{{ config(access='protected', contract={'enforced': false}) }}

with positions as (
    select * from {{ ref('int_lifecycle_positions') }}
),

bounds as (
    select * from {{ ref('int_lifecycle_bounds') }}
),

prospects as (
    select * from {{ ref('int_lifecycle_prospects') }}
),

judged as (
    select
        positions.customer_id,
        positions.month,
        positions.is_full_month,
        {% for basis in ['rhythm', 'fixed'] -%}
        case
            when positions.silent_days >= positions.{{ basis }}_churned_after_days then 'churned'
            when positions.silent_days >= positions.{{ basis }}_at_risk_after_days then 'at_risk'
            when
                {{ days_between('positions.' ~ basis ~ '_last_return_date', 'positions.month_end') }}
                < bounds.won_back_days
                then 'won_back'
            when
                positions.purchase_days = 1
                or {{ days_between('positions.first_purchase_date', 'positions.month_end') }} < bounds.acquired_days
                then 'acquired'
            when
                positions.recent_purchase_days - positions.earlier_purchase_days >= bounds.trend_min_change
                and positions.recent_purchase_days >= bounds.growing_ratio * positions.earlier_purchase_days
                then 'growing'
            when
                positions.earlier_purchase_days - positions.recent_purchase_days >= bounds.trend_min_change
                and positions.recent_purchase_days <= bounds.declining_ratio * positions.earlier_purchase_days
                then 'declining'
            else 'retained'
        end as {{ basis }}_state,
        {% endfor -%}
        positions.purchase_days_in_month,
        positions.purchase_days,
        cast(positions.net_revenue as decimal(18, 4)) as net_revenue,
        cast(positions.revenue_12_months as decimal(18, 4)) as revenue_12_months
    from positions
    cross join bounds

    union all

    select
        customer_id,
        month,
        is_full_month,
        'prospect' as rhythm_state,
        'prospect' as fixed_state,
        cast(0 as bigint) as purchase_days_in_month,
        cast(0 as bigint) as purchase_days,
        cast(0 as decimal(18, 4)) as net_revenue,
        cast(0 as decimal(18, 4)) as revenue_12_months
    from prospects
),

with_previous as (
    select
        *,
        lag(rhythm_state) over (partition by customer_id order by month asc nulls last) as previous_rhythm_state,
        lag(fixed_state) over (partition by customer_id order by month asc nulls last) as previous_fixed_state
    from judged
)

select * from with_previous
