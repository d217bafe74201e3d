with moments as (
    select * from {{ ref('int_uplift_moments') }}
),

purchase_days as (
    select
        customer_id,
        order_date,
        count(*) as purchases,
        sum(net_amount) as spend,
        sum(gross_amount) as gross,
        sum(discount_amount) as discount
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
    group by customer_id, order_date
),

purchases as (
    select
        moments.moment_key,
        min({{ days_between('purchase_days.order_date', 'moments.contact_date') }}) as recency_days,
        max({{ days_between('purchase_days.order_date', 'moments.contact_date') }}) as tenure_days,
        sum(purchase_days.purchases) filter (
            where {{ days_between('purchase_days.order_date', 'moments.contact_date') }} <= 365
        ) as purchases_365d,
        {{ safe_divide('sum(purchase_days.spend)', 'sum(purchase_days.purchases)') }} as average_order_value,
        {{ safe_divide('sum(purchase_days.discount)', 'sum(purchase_days.gross)') }} as discount_share
    from moments
    inner join purchase_days
        on
            moments.customer_id = purchase_days.customer_id
            and moments.contact_date > purchase_days.order_date
    group by moments.moment_key
),

touch_days as (
    select
        customer_id,
        cast(touched_at as date) as touch_date,
        count(*) filter (where touch_type = 'sent') as messages,
        count(*) filter (where touch_type = 'clicked') as clicks,
        count(*) filter (where touch_type = 'redeemed') as redemptions
    from {{ ref('fct_campaign_touches') }}
    where customer_id is not null and touch_type in ('sent', 'clicked', 'redeemed')
    group by customer_id, cast(touched_at as date)
),

touches as (
    select
        moments.moment_key,
        sum(touch_days.messages) as messages,
        sum(touch_days.clicks) as clicks,
        sum(touch_days.redemptions) as redemptions
    from moments
    inner join touch_days
        on
            moments.customer_id = touch_days.customer_id
            and moments.contact_date > touch_days.touch_date
    group by moments.moment_key
),

-- Shares of the few are drawn towards one in ten, as if by one message more.
features as (
    select
        moments.*,
        cast(purchases.recency_days as double) as recency_days,
        cast(purchases.tenure_days as double) as tenure_days,
        cast(coalesce(purchases.purchases_365d, 0) as double) as purchases_365d,
        purchases.average_order_value,
        purchases.discount_share,
        cast(coalesce(touches.messages, 0) as double) as messages,
        cast(coalesce(touches.redemptions, 0) as double) as redemptions,
        {{ safe_divide('coalesce(touches.redemptions, 0) + 0.1e0', 'coalesce(touches.messages, 0) + 1') }}
            as redemption_share,
        {{ safe_divide('coalesce(touches.clicks, 0) + 0.1e0', 'coalesce(touches.messages, 0) + 1') }} as click_share
    from moments
    left join purchases on moments.moment_key = purchases.moment_key
    left join touches on moments.moment_key = touches.moment_key
)

select * from features
