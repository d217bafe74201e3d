{%- set models = attribution_models() %}

with orders as (
    select
        order_key,
        customer_id,
        ordered_at,
        order_month,
        is_first_order,
        net_revenue
    from {{ ref('fct_orders') }}
    where is_purchase
),

credits as (
    select * from {{ ref('int_attribution_credits') }}
),

credited as (
    select
        orders.*,
        cast(coalesce(credits.touch_number, 1) as int) as touch_number,
        cast(coalesce(credits.touches, 0) as int) as touches,
        credits.touched_at,
        credits.days_before_order,
        coalesce(credits.channel, 'direct') as channel,
        coalesce(credits.media, 'direct') as media,
        {% for model in models -%}
        coalesce(credits.{{ model }}_credit, 1e0) as {{ model }}_credit,
        {% endfor -%}
        credits.campaign_key,
        credits.campaign
    from orders
    left join credits
        on orders.order_key = credits.order_key
),

final as (
    select
        order_key || ':' || cast(touch_number as string) as attribution_key,
        order_key,
        touch_number,
        touches,
        customer_id,
        ordered_at,
        order_month,
        is_first_order,
        touched_at,
        days_before_order,
        channel,
        media,
        {% for model in models -%}
        {{ model }}_credit,
        -- The engines round a tie differently; this leaves none.
        cast({{ model }}_credit * net_revenue * (1e0 + 1e-12) as decimal(18, 4)) as {{ model }}_revenue,
        {% endfor -%}
        campaign_key,
        campaign
    from credited
)

select * from final
