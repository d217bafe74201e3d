{{ config(access='protected', contract={'enforced': false}) }}

{%- set own_orders = var('risk_outlier_orders') %}

with rules as (
    select * from {{ ref('risk_rules') }}
    where rule = 'order_outlier' and enabled
),

orders as (
    select
        customer_id,
        order_key,
        order_date,
        cast(net_amount as double) as amount,
        row_number() over (partition by customer_id order by ordered_at asc nulls last, order_key asc nulls last)
            as order_number,
        avg(cast(net_amount as double)) over (
            partition by customer_id order by ordered_at asc nulls last, order_key asc nulls last
            rows between {{ own_orders }} preceding and 1 preceding
        ) as mean_before
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

-- The mean is cheap and leaves few orders, of which alone the earlier ones are looked up.
candidates as (
    select
        orders.*,
        rules.rule,
        rules.threshold
    from orders
    inner join rules
        on
            orders.order_number > rules.min_events
            and orders.amount >= {{ var('risk_outlier_min_ratio') }} * orders.mean_before
),

earlier as (
    select
        candidates.order_key,
        earlier.amount
    from candidates
    inner join orders as earlier
        on
            candidates.customer_id = earlier.customer_id
            and earlier.order_number between candidates.order_number - {{ own_orders }} and candidates.order_number - 1
),

medians as (
    select
        order_key,
        median(cast(amount as double)) as own_median
    from earlier
    group by order_key
),

norms as (
    select
        medians.order_key,
        max(medians.own_median) as own_median,
        {{ robust_spread(
            'abs(earlier.amount - medians.own_median)', 'max(medians.own_median)', var('risk_outlier_min_spread')
        ) }} as own_spread
    from medians
    inner join earlier on medians.order_key = earlier.order_key
    group by medians.order_key
),

scored as (
    select
        candidates.*,
        {{ safe_divide('candidates.amount - norms.own_median', 'norms.own_spread') }} as robust_z
    from candidates
    inner join norms on candidates.order_key = norms.order_key
),

final as (
    select
        rule,
        customer_id,
        order_key as occasion,
        order_date as occurred_on,
        order_date as last_occurred_on,
        round(robust_z, 6) as alert_number
    from scored
    where robust_z >= threshold
)

select * from final
