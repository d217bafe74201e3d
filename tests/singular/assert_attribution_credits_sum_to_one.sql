-- In each model the credits of an order sum to 1, and its revenue to the order's (to a penny's hundredth per touch).
{%- set models = attribution_models() %}
with attributed as (
    select
        order_key,
        {% for model in models -%}
        sum({{ model }}_credit) as {{ model }}_credit,
        sum({{ model }}_revenue) as {{ model }}_revenue,
        {% endfor -%}
        count(*) as rows_of_order
    from {{ ref('fct_attributed_orders') }}
    group by order_key
),

purchases as (
    select
        order_key,
        net_revenue
    from {{ ref('fct_orders') }}
    where is_purchase
)

select
    purchases.order_key as purchase_key,
    purchases.net_revenue,
    attributed.*
from purchases
full outer join attributed on purchases.order_key = attributed.order_key
where
    purchases.order_key is null
    or attributed.order_key is null
    {% for model in models -%}
    or abs(attributed.{{ model }}_credit - 1e0) > 1e-9
    or abs(attributed.{{ model }}_revenue - purchases.net_revenue) > 0.0001 * attributed.rows_of_order
    {% endfor %}
