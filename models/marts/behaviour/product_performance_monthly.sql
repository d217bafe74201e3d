with months as (
    select * from {{ ref('int_product_months') }}
),

products as (
    select * from {{ ref('dim_products') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

with_previous as (
    select
        *,
        lag(units) over (partition by product_key order by month asc nulls last) as previous_units,
        lag(revenue) over (partition by product_key order by month asc nulls last) as previous_revenue
    from months
),

final as (
    select
        with_previous.product_key,
        with_previous.month,
        last_day(with_previous.month) <= as_of.as_of_date as is_complete_month,
        products.product_name,
        products.category,
        with_previous.orders,
        with_previous.units,
        with_previous.buyers,
        with_previous.revenue,
        {{ safe_divide('with_previous.revenue', 'with_previous.units') }} as average_price,
        with_previous.refund_amount,
        {{ safe_divide('with_previous.refund_amount', 'with_previous.revenue') }} as refund_share,
        cast(with_previous.revenue - with_previous.refund_amount as decimal(18, 4)) as net_revenue,
        with_previous.margin_amount,
        {{ safe_divide('with_previous.margin_amount', 'with_previous.revenue_with_cost') }} as margin_share,
        with_previous.reviews,
        with_previous.ratings,
        with_previous.average_rating,
        cast(with_previous.units - with_previous.previous_units as bigint) as units_change,
        cast(with_previous.revenue - with_previous.previous_revenue as decimal(18, 4)) as revenue_change,
        {{ safe_divide('with_previous.revenue - with_previous.previous_revenue', 'with_previous.previous_revenue') }}
            as revenue_change_share
    from with_previous
    cross join as_of
    left join products on with_previous.product_key = products.product_key
)

select * from final
