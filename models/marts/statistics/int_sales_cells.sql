{{ config(access='protected', contract={'enforced': false}) }}

with lines as (
    select * from {{ ref('fct_order_items') }}
    where is_purchase
),

-- An order has lines in several categories; its first line stands for it where categories are added up.
numbered as (
    select
        *,
        row_number() over (partition by order_key order by line_number asc nulls last) as line_place
    from lines
),

placed as (
    select
        cast(date_trunc('month', numbered.order_date) as date) as month,
        coalesce(orders.channel, 'unknown') as channel,
        coalesce(numbered.category, 'unknown') as category,
        coalesce(customers.region, 'unknown') as region,
        coalesce(rfm.segment, 'unknown') as segment,
        numbered.customer_id,
        numbered.order_key,
        numbered.line_place,
        numbered.quantity,
        numbered.net_amount,
        numbered.margin_amount
    from numbered
    inner join {{ ref('fct_orders') }} as orders on numbered.order_key = orders.order_key
    left join {{ ref('dim_customers') }} as customers on numbered.customer_id = customers.customer_id
    left join {{ ref('customer_rfm') }} as rfm on numbered.customer_id = rfm.customer_id
),

cells as (
    select
        month,
        channel,
        category,
        region,
        segment,
        customer_id,
        count(*) as order_lines,
        count(distinct order_key) as category_orders,
        count(*) filter (where line_place = 1) as first_lines,
        sum(quantity) as units,
        sum(net_amount) as revenue_amount,
        sum(case when margin_amount is not null then net_amount end) as revenue_with_cost_amount,
        sum(margin_amount) as margin_amount
    from placed
    group by month, channel, category, region, segment, customer_id
)

select * from cells
