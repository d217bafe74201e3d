{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select * from {{ ref('risk_rules') }}
    where rule = 'refund_ratio' and enabled
),

months as (
    select
        customer_id,
        order_month,
        min(order_date) as occurred_on,
        max(order_date) as last_occurred_on,
        count(*) as orders,
        sum(refund_amount) as refund_amount,
        sum(net_amount) as net_amount
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
    group by customer_id, order_month
),

rated as (
    select
        *,
        {{ safe_divide('refund_amount', 'net_amount') }} as refund_ratio
    from months
),

final as (
    select
        rules.rule,
        rated.customer_id,
        cast(rated.order_month as string) as occasion,
        rated.occurred_on,
        rated.last_occurred_on,
        round(rated.refund_ratio, 6) as alert_number
    from rated
    inner join rules on rated.orders >= rules.min_events and rated.refund_ratio >= rules.threshold
)

select * from final
