{%- set short_days, long_days = var('inventory_short_days'), var('inventory_long_days') %}

with products as (
    select
        product_key,
        product_name,
        category
    from {{ ref('dim_products') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

windows as (
    select * from {{ ref('int_product_windows') }}
),

stock as (
    select stock.*
    from {{ ref('product_stock') }} as stock
    inner join as_of
        on stock.counted_on <= as_of.as_of_date
),

measured as (
    select
        coalesce(products.product_key, windows.product_key) as product_key,
        products.product_name,
        products.category,
        windows.first_sold_date,
        windows.last_sold_date,
        windows.days_on_sale,
        cast(coalesce(windows.units_short, 0) as bigint) as units_short,
        cast(coalesce(windows.units_long, 0) as bigint) as units_long,
        -- A product that came on sale within a window is measured over the days it was there.
        {{ safe_divide('windows.units_short', 'least(windows.days_on_sale + 1, ' ~ short_days ~ ')') }}
            as daily_rate_short,
        {{ safe_divide('windows.units_long', 'least(windows.days_on_sale + 1, ' ~ long_days ~ ')') }}
            as daily_rate_long,
        coalesce(windows.lines_short, 0) as sales_short,
        coalesce(windows.lines_before, 0) as sales_before,
        {{ safe_divide(
            'windows.lines_short - windows.lines_before', 'sqrt(windows.lines_short + windows.lines_before)'
        ) }} as trend_z
    from products
    full outer join windows on products.product_key = windows.product_key
),

stocked as (
    select
        stock.product_key,
        greatest(stock.stock_units - coalesce(windows.units_since_count, 0), 0) as stock_units
    from stock
    left join windows on stock.product_key = windows.product_key
),

final as (
    select
        measured.product_key,
        as_of.as_of_date,
        measured.product_name,
        measured.category,
        measured.first_sold_date,
        measured.last_sold_date,
        cast({{ days_between('measured.last_sold_date', 'as_of.as_of_date') }} as int) as days_since_last_sale,
        measured.units_short,
        measured.units_long,
        measured.daily_rate_short,
        measured.daily_rate_long,
        measured.sales_short,
        measured.sales_before,
        case when measured.days_on_sale + 1 >= 2 * {{ short_days }} then measured.trend_z end as trend_z,
        case
            when measured.first_sold_date is null then 'never_sold'
            when measured.days_on_sale + 1 < 2 * {{ short_days }} then 'new'
            when measured.sales_short + measured.sales_before = 0 then 'not_selling'
            when measured.trend_z >= {{ var('inventory_trend_z') }} then 'rising'
            when measured.trend_z <= -{{ var('inventory_trend_z') }} then 'falling'
            else 'steady'
        end as trend,
        cast(stocked.stock_units as bigint) as stock_units,
        {{ safe_divide('stocked.stock_units', 'measured.daily_rate_short') }} as days_of_cover
    from measured
    cross join as_of
    left join stocked on measured.product_key = stocked.product_key
)

select * from final
