{%- set measures = [
    ('lines in the file', 541909, 'UCI', "select count(*) from " ~ ref('base_retail__lines')),
    ('order lines that the ledger accounts for', 541909, 'UCI',
        "select sum(accepted + rejected + superseded) from " ~ ref('data_quality_ledger') ~ " where entity = 'order_items'"),
    ('invoice numbers', 25900, 'UCI', "select sum(rows_in) from " ~ ref('data_quality_ledger') ~ " where entity = 'orders'"),
    ('customer numbers', 4372, 'UCI', "select count(*) from " ~ ref('dim_customers')),
    ('cancellations', 3836, 'measured in the file', "select count(*) from " ~ ref('fct_payments')),
    ('amount of the cancellations', -896812.49, 'measured in the file', "select sum(amount) from " ~ ref('fct_payments')),
    ('sale lines of known customers', 397884, 'published',
        "select count(*) from " ~ ref('fct_order_items') ~ " where is_purchase and customer_id is not null"),
    ('customers with a purchase', 4338, 'published', "select count(distinct customer_id) from " ~ ref('fct_orders') ~ " where is_purchase"),
    ('purchases of known customers', 18532, 'measured in the file',
        "select count(*) from " ~ ref('fct_orders') ~ " where is_purchase and customer_id is not null"),
    ('gross revenue from known customers', 8911407.904, 'published',
        "select sum(gross_amount) from " ~ ref('fct_orders') ~ " where is_purchase and customer_id is not null"),
    ('gross revenue from known customers, by line', 8911407.904, 'published',
        "select sum(gross_amount) from " ~ ref('fct_order_items') ~ " where is_purchase and customer_id is not null"),
    ('gross revenue', 10655622.484, 'measured in the file', "select sum(gross_amount) from " ~ ref('fct_orders') ~ " where is_purchase"),
    ('amount of all lines', 9747747.934, 'measured in the file', "select sum(amount) from " ~ ref('retail_revenue_bridge')),
    ('refunded on the order that it cancels', 454035.89, 'the rule of this project', "select sum(refund_amount) from " ~ ref('fct_orders')),
    ('net revenue', 10201586.594, 'gross revenue less refunds', "select sum(net_revenue) from " ~ ref('fct_orders')),
    ('net revenue from known customers', 8457372.014, 'gross revenue less refunds',
        "select sum(net_revenue) from " ~ ref('fct_orders') ~ " where customer_id is not null"),
] -%}

with final as (
    {% for measure, expected, origin, query in measures -%}
    select
        {{ loop.index }} as position,
        '{{ measure }}' as measure,
        cast({{ expected }} as decimal(18, 4)) as expected,
        cast(({{ query }}) as decimal(18, 4)) as measured,
        '{{ origin }}' as origin
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
