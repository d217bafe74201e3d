with offers as (
    select * from {{ ref('int_churn_offers') }}
    where population = 'today'
),

best as (
    select cut_off from {{ ref('churn_profit_curve') }}
    where is_best
),

churn as (
    select * from {{ ref('customer_churn') }}
),

worthwhile as (
    select offers.*
    from offers
    inner join best on offers.churn_probability >= best.cut_off
    where round(offers.saved_value - offers.offer_cost, 6) > 0
),

final as (
    select
        worthwhile.customer_id,
        worthwhile.snapshot_date as as_of_date,
        -- few rows: those whom an offer pays for
        cast(row_number() over (
            order by
                round(worthwhile.saved_value - worthwhile.offer_cost, 6) desc nulls last,
                worthwhile.customer_id asc nulls last
        ) as bigint) as intervention_rank,
        worthwhile.churn_probability,
        churn.risk_band,
        round(worthwhile.year_margin, 6) as year_margin,
        round(worthwhile.saved_value, 6) as expected_saved_value,
        round(worthwhile.offer_cost, 6) as offer_cost,
        round(worthwhile.saved_value - worthwhile.offer_cost, 6) as expected_profit,
        churn.reason_1,
        churn.reason_2,
        churn.reason_3
    from worthwhile
    inner join churn on worthwhile.customer_id = churn.customer_id
)

select * from final
