{%- set ledger = ref('data_quality_ledger') -%}
{%- set measures = [
    ('lines that the ledger accounts for', 75000, "select sum(accepted + rejected + superseded) from " ~ ledger ~ " where entity = 'order_items'"),
    ('lines rejected: nothing was sold', 416, "select sum(rejected) from " ~ ledger ~ " where entity = 'order_items'"),
    ('baskets', 47243, "select count(*) from " ~ ref('fct_orders') ~ " where is_purchase"),
    ('households with a basket', 2377, "select count(distinct customer_id) from " ~ ref('fct_orders') ~ " where is_purchase"),
    ('households in any table', 2379, "select count(*) from " ~ ref('dim_customers')),
    ('products bought', 20902, "select count(distinct product_id) from " ~ ref('base_grocer__lines')),
    ('products', 92331, "select count(*) from " ~ ref('dim_products')),
    ('sales value', 233935.24, "select sum(net_revenue) from " ~ ref('fct_orders')),
    ('sales value, by line', 233935.24, "select sum(net_amount) from " ~ ref('fct_order_items')),
    ('campaigns', 27, "select count(*) from " ~ ref('campaigns')),
    ('campaigns sent to a household', 6589, "select count(*) from " ~ ref('fct_campaign_touches') ~ " where touch_type = 'sent'"),
    ('households that a campaign was sent to', 1559,
        "select count(distinct customer_id) from " ~ ref('fct_campaign_touches') ~ " where touch_type = 'sent'"),
    ('coupons redeemed', 2102, "select count(*) from " ~ ref('fct_campaign_touches') ~ " where touch_type = 'redeemed'"),
    ('households that redeemed a coupon', 410,
        "select count(distinct customer_id) from " ~ ref('fct_campaign_touches') ~ " where touch_type = 'redeemed'"),
    ('households with demographics', 801, "select count(*) from " ~ ref('customer_demographics')),
] -%}

with final as (
    {% for measure, expected, query in measures -%}
    select
        {{ loop.index }} as position,
        '{{ measure }}' as measure,
        cast({{ expected }} as decimal(18, 4)) as expected,
        cast(({{ query }}) as decimal(18, 4)) as measured
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
