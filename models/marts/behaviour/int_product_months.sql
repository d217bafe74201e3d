{{ config(access='protected', contract={'enforced': false}) }}

with sales as (
    select
        product_key,
        cast(date_trunc('month', order_date) as date) as month,
        count(distinct order_key) as orders,
        sum(quantity) as units,
        count(distinct customer_id) as buyers,
        sum(net_amount) as revenue,
        sum(refund_amount) as refund_amount,
        sum(net_amount) filter (where margin_amount is not null) as revenue_with_cost,
        sum(margin_amount - refund_amount) as margin_amount
    from {{ ref('int_product_sales') }}
    group by all
),

reviews as (
    select
        product_key,
        cast(date_trunc('month', posted_at) as date) as month,
        count(*) as reviews,
        count(rating) as ratings,
        avg(rating) as average_rating
    from {{ ref('fct_reviews') }}
    where product_key is not null
    group by all
),

seen as (
    select
        product_key,
        month
    from sales

    union all

    select
        product_key,
        month
    from reviews
),

first_months as (
    select
        product_key,
        min(month) as first_month
    from seen
    group by product_key
),

months as (
    select distinct month_start as month from {{ ref('dim_dates') }}
),

final as (
    select
        first_months.product_key,
        months.month,
        coalesce(sales.orders, 0) as orders,
        cast(coalesce(sales.units, 0) as bigint) as units,
        coalesce(sales.buyers, 0) as buyers,
        cast(coalesce(sales.revenue, 0) as decimal(18, 4)) as revenue,
        cast(coalesce(sales.refund_amount, 0) as decimal(18, 4)) as refund_amount,
        cast(sales.revenue_with_cost as decimal(18, 4)) as revenue_with_cost,
        cast(sales.margin_amount as decimal(18, 4)) as margin_amount,
        coalesce(reviews.reviews, 0) as reviews,
        coalesce(reviews.ratings, 0) as ratings,
        reviews.average_rating
    from first_months
    inner join months on first_months.first_month <= months.month
    left join sales on first_months.product_key = sales.product_key and months.month = sales.month
    left join reviews on first_months.product_key = reviews.product_key and months.month = reviews.month
)

select * from final
