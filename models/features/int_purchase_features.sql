-- Refunds carry no date of their own, so money is before refunds, and the refund share looks only at orders of 30 days
-- and older.
with snapshot_days as (
    select * from {{ ref('int_snapshot_days') }}
),

purchase_days as (
    select
        customer_id,
        {{ customer_hash('customer_id') }} as customer_hash,
        order_date,
        count(*) as purchases,
        sum(net_amount) as spend,
        sum(gross_amount) as gross,
        sum(discount_amount) as discount,
        sum(refund_amount) as refund
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
    group by customer_id, order_date
),

dated as (
    select
        purchase_days.customer_id,
        snapshot_days.snapshot_date,
        min(snapshot_days.age_days) as recency_days,
        max(snapshot_days.age_days) as tenure_days,
        count(*) as purchase_days,
        sum(purchase_days.purchases) as purchases_total,
        sum(purchase_days.spend) as spend_total,
        sum(purchase_days.gross) as gross_total,
        sum(purchase_days.discount) as discount_total,
        sum(purchase_days.purchases) filter (where snapshot_days.age_days < 30) as purchases_30d,
        sum(purchase_days.purchases) filter (where snapshot_days.age_days < 90) as purchases_90d,
        sum(purchase_days.purchases) filter (where snapshot_days.age_days < 365) as purchases_365d,
        sum(purchase_days.spend) filter (where snapshot_days.age_days < 30) as spend_30d,
        sum(purchase_days.spend) filter (where snapshot_days.age_days < 90) as spend_90d,
        sum(purchase_days.spend) filter (where snapshot_days.age_days < 365) as spend_365d,
        sum(purchase_days.spend) filter (where snapshot_days.age_days between 30 and 364) as refundable_365d,
        sum(purchase_days.refund) filter (where snapshot_days.age_days between 30 and 364) as refund_365d
    from purchase_days
    inner join snapshot_days
        on
            purchase_days.order_date = snapshot_days.date_day
            and purchase_days.customer_hash < snapshot_days.hashes_below
    group by purchase_days.customer_id, snapshot_days.snapshot_date, snapshot_days.is_as_of
    having snapshot_days.is_as_of or min(snapshot_days.age_days) < {{ var('churn_lapsed_after_days') }}
),

gaps as (
    select
        *,
        {{ safe_divide('tenure_days - recency_days', 'purchase_days - 1') }} as mean_gap_days
    from dated
),

features as (
    select
        customer_id,
        snapshot_date,
        recency_days,
        tenure_days,
        mean_gap_days,
        {{ safe_divide('recency_days', 'mean_gap_days') }} as gap_ratio,
        cast(coalesce(purchases_30d, 0) as int) as purchases_30d,
        cast(coalesce(purchases_90d, 0) as int) as purchases_90d,
        cast(coalesce(purchases_365d, 0) as int) as purchases_365d,
        cast(purchases_total as int) as purchases_total,
        cast(coalesce(spend_30d, 0) as double) as spend_30d,
        cast(coalesce(spend_90d, 0) as double) as spend_90d,
        cast(coalesce(spend_365d, 0) as double) as spend_365d,
        {{ safe_divide('spend_total', 'purchases_total') }} as average_order_value,
        {{ safe_divide('discount_total', 'gross_total') }} as discount_share,
        {{ safe_divide('coalesce(refund_365d, 0)', 'refundable_365d') }} as refund_share_365d
    from gaps
)

select * from features
