with lines as (
    select * from {{ ref('base_retail__lines') }}
    where stock_code is not null
),

articles as (
    select
        stock_code,
        min(source_file) as source_file,
        min(source_row) as source_row
    from lines
    group by stock_code
),

-- On other lines the description is often a remark, and the price a correction.
sold_as as (
    select
        stock_code,
        description,
        unit_price,
        count(*) as line_count
    from lines
    where line_kind = 'sale'
    group by stock_code, description, unit_price
),

names as (
    select
        stock_code,
        description
    from sold_as
    where description is not null
    group by stock_code, description
    qualify row_number() over (
        partition by stock_code order by sum(line_count) desc nulls last, description asc nulls last
    ) = 1
),

prices as (
    select
        stock_code,
        unit_price
    from sold_as
    group by stock_code, unit_price
    qualify row_number() over (
        partition by stock_code order by sum(line_count) desc nulls last, unit_price desc nulls last
    ) = 1
),

final as (
    select
        articles.stock_code as product_id,
        names.description as product_name,
        prices.unit_price as list_price,
        articles.source_file,
        articles.source_row
    from articles
    left join names on articles.stock_code = names.stock_code
    left join prices on articles.stock_code = prices.stock_code
)

select * from final
