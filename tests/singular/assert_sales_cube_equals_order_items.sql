-- What does not add up is counted anew from the facts: orders and customers of the total, the months and the
-- categories; and the money of all.
{%- set levels = [
    ('total', false, false), ('month', true, false), ('category', false, true), ('month × category', true, true)
] %}
with facts as (
    select
        items.*,
        cast(date_trunc('month', items.order_date) as date) as month,
        coalesce(items.category, 'unknown') as known_category
    from {{ ref('fct_order_items') }} as items
    where items.is_purchase
),

counted as (
    {% for level, month, category in levels -%}
    select
        '{{ level }}' as level,
        {{ 'month' if month else 'cast(null as date)' }} as month,
        {{ 'known_category' if category else "'all'" }} as category,
        count(*) as order_lines,
        count(distinct order_key) as orders,
        count(distinct customer_id) as customers,
        sum(quantity) as units,
        sum(net_amount) as revenue_amount,
        sum(margin_amount) as margin_amount
    from facts
    {% if month or category -%}
    group by {{ 'month' if month }}{{ ', ' if month and category }}{{ 'known_category' if category }}
    {%- else -%}
    having count(*) > 0
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    counted.*,
    cube.orders as cube_orders,
    cube.customers as cube_customers,
    cube.revenue_amount as cube_revenue_amount
from counted
left join {{ ref('sales_cube') }} as cube
    on
        counted.level = cube.level
        and counted.category = cube.category
        and (counted.month = cube.month or (counted.month is null and cube.month is null))
where
    not coalesce(
        counted.order_lines = cube.order_lines
        and counted.orders = cube.orders
        and counted.customers = cube.customers
        and counted.units = cube.units
        and counted.revenue_amount = cube.revenue_amount
        and coalesce(counted.margin_amount, 0) = coalesce(cube.margin_amount, 0),
        false
    )
