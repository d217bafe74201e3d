{{ config(access='protected', contract={'enforced': false}) }}

-- Customers of today, and those of past months with the score that they would have had and what became of them.
with today as (
    select
        'today' as population,
        features.customer_id,
        features.snapshot_date,
        scores.churn_probability,
        cast(null as boolean) as is_churned,
        features.spend_365d,
        features.average_order_value
    from {{ ref('ml_churn_scores') }} as scores
    inner join {{ ref('customer_features') }} as features on scores.customer_id = features.customer_id
),

past as (
    select
        'backtest' as population,
        snapshots.customer_id,
        snapshots.snapshot_date,
        backtest.churn_probability,
        snapshots.is_churned,
        snapshots.spend_365d,
        snapshots.average_order_value
    from {{ ref('ml_churn_backtest') }} as backtest
    inner join {{ ref('customer_snapshots') }} as snapshots
        on
            backtest.customer_id = snapshots.customer_id
            and cast(backtest.snapshot_date as date) = snapshots.snapshot_date
),

customers as (
    select * from today
    union all
    select * from past
),

offers as (
    select
        customers.population,
        customers.customer_id,
        customers.snapshot_date,
        customers.churn_probability,
        customers.is_churned,
        -- The whole percent, exactly: the probability has six digits.
        cast(floor(round(customers.churn_probability * 1000000e0) / 10000e0) as int) as percent,
        greatest(customers.spend_365d * offer.margin_share, 0e0) as year_margin,
        customers.average_order_value * {{ var('churn_offer_discount') }} as incentive,
        offer.save_rate,
        offer.contact_cost
    from customers
    cross join {{ ref('int_churn_offer') }} as offer
    where customers.churn_probability is not null and offer.margin_share is not null
),

-- Neslin et al. 2006: an offer saves a share of those who would leave, and gives money away to those who would stay.
worth as (
    select
        *,
        churn_probability * save_rate * year_margin as saved_value,
        contact_cost
        + incentive
        * (churn_probability * save_rate + (1 - churn_probability) * {{ var('churn_offer_redeemed') }}) as offer_cost,
        case
            when is_churned then save_rate * (year_margin - incentive) - contact_cost
            when not is_churned then -{{ var('churn_offer_redeemed') }} * incentive - contact_cost
        end as past_profit
    from offers
)

select * from worth
