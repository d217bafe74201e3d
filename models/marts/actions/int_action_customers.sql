{{ config(access='protected', contract={'enforced': false}) }}

with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

-- The value segment that rules ask for: revenue beside the whole company's.
value_segments as (
    select
        customer_id,
        segment
    from {{ ref('customer_value_segment') }}
    where attribute = 'revenue' and base = 'company'
),

purchases as (
    select
        orders.customer_id,
        count(orders.margin_amount) as purchases,
        sum(orders.margin_amount) as margin_amount,
        sum(orders.margin_amount) filter (
            where {{ days_between('orders.order_date', 'as_of.as_of_date') }} < 365
        ) as year_margin_amount
    from {{ ref('fct_orders') }} as orders
    cross join as_of
    where orders.is_purchase and orders.customer_id is not null
    group by orders.customer_id
),

company as (
    select {{ safe_divide('sum(margin_amount)', 'sum(purchases)') }} as margin_per_purchase
    from purchases
),

messages as (
    select
        touches.customer_id,
        count(*) as recent_messages
    from {{ ref('fct_campaign_touches') }} as touches
    cross join as_of
    where
        touches.touch_type = 'sent'
        and {{ days_between('touches.touched_at', 'as_of.as_of_date') }} < {{ var('action_contact_window_days') }}
    group by touches.customer_id
),

final as (
    select
        customers.customer_id,
        as_of.as_of_date,
        rfm.segment as rfm_segment,
        lifecycle.state as lifecycle_state,
        churn.risk_band as churn_risk_band,
        churn.churn_probability,
        value_segments.segment as value_segment,
        coalesce({{ safe_divide('purchases.margin_amount', 'purchases.purchases') }}, company.margin_per_purchase)
            as margin_per_purchase,
        coalesce(purchases.year_margin_amount, 0) as year_margin_amount,
        customers.closed_at is not null as is_closed,
        coalesce(customers.marketing_consent, false) as has_consent,
        customers.email is not null as has_email,
        customers.phone is not null as has_phone,
        customers.address_line is not null as has_address,
        coalesce(messages.recent_messages, 0) as recent_messages
    from {{ ref('dim_customers') }} as customers
    cross join as_of
    cross join company
    left join {{ ref('customer_rfm') }} as rfm on customers.customer_id = rfm.customer_id
    left join {{ ref('customer_lifecycle') }} as lifecycle on customers.customer_id = lifecycle.customer_id
    left join {{ ref('customer_churn') }} as churn on customers.customer_id = churn.customer_id
    left join value_segments on customers.customer_id = value_segments.customer_id
    left join purchases on customers.customer_id = purchases.customer_id
    left join messages on customers.customer_id = messages.customer_id
)

select * from final
