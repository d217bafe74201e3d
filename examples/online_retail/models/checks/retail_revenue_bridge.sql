with lines as (
    select * from {{ ref('base_retail__lines') }}
),

refunds as (
    select * from {{ ref('int_retail__refunds') }}
),

classed as (
    select
        case
            when lines.line_kind = 'sale' and lines.customer_no is not null then '1 sale to a known customer'
            when lines.line_kind = 'sale' then '2 sale without a customer number'
            when refunds.source_row is not null then '3 cancellation, refunded on the order that it cancels'
            when lines.line_kind <> 'cancellation' then '6 ' || lines.line_kind
            when
                {{ crm360.regex_matches('lines.stock_code', '^[0-9]{5}') }}
                then '4 cancelled goods without a purchase in the data'
            else '5 fee, discount or manual correction'
        end as line_class,
        lines.amount
    from lines
    left join refunds on lines.source_row = refunds.source_row
),

final as (
    select
        line_class,
        left(line_class, 1) in ('1', '2', '3') as is_in_net_revenue,
        count(*) as line_count,
        cast(coalesce(sum(amount), 0) as decimal(18, 4)) as amount
    from classed
    group by line_class
)

select * from final
