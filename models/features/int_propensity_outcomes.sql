-- What came after each snapshot that is learnt from: the label side. Nothing of it may enter a feature.
with snapshots as (
    select
        customer_id,
        snapshot_date,
        cast(snapshot_date + interval {{ var('propensity_purchase_days') }} day as date) as bought_known_on,
        cast(snapshot_date + interval {{ var('propensity_spend_days') }} day as date) as spend_known_on
    from {{ ref('int_churn_training_sample') }}
),

purchase_days as (
    select
        customer_id,
        order_date,
        sum(net_amount) as spend
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
    group by customer_id, order_date
),

outcomes as (
    select
        snapshots.customer_id,
        snapshots.snapshot_date,
        snapshots.bought_known_on,
        snapshots.spend_known_on,
        count(*) filter (where purchase_days.order_date <= snapshots.bought_known_on) > 0 as is_bought,
        cast(
            coalesce(sum(purchase_days.spend) filter (where purchase_days.order_date <= snapshots.spend_known_on), 0)
            as double
        ) as next_spend
    from snapshots
    left join purchase_days
        on
            snapshots.customer_id = purchase_days.customer_id
            and snapshots.snapshot_date < purchase_days.order_date
            and purchase_days.order_date <= greatest(snapshots.bought_known_on, snapshots.spend_known_on)
    group by
        snapshots.customer_id,
        snapshots.snapshot_date,
        snapshots.bought_known_on,
        snapshots.spend_known_on
)

select * from outcomes
