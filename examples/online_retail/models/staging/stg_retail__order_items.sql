-- depends_on: {{ source('retail', 'lines') }}
-- Named here so that the lines of a CSV file that cannot be split into columns are counted as order lines.
with lines as (
    select * from {{ ref('base_retail__lines') }}
),

refunds as (
    select * from {{ ref('int_retail__refunds') }}
),

judged as (
    select
        lines.invoice_no as order_id,
        lines.line_number,
        lines.stock_code as product_id,
        lines.quantity,
        lines.unit_price,
        case
            when lines.reject_reason is not null then lines.reject_reason
            when refunds.source_row is not null then 'InvoiceNo: cancellation, refunded on the order that it cancels'
            when lines.line_kind = 'cancellation' then 'InvoiceNo: cancellation without a purchase in the data'
            when lines.line_kind = 'bad debt' then 'InvoiceNo: adjustment of bad debt'
            when lines.line_kind = 'stock correction' then 'Quantity: negative on an invoice'
            when lines.line_kind = 'not charged' then 'UnitPrice: nothing was charged'
        end as reject_reason,
        lines.source_file,
        lines.source_row,
        lines.raw_row
    from lines
    left join refunds on lines.source_row = refunds.source_row
),

final as (
    select
        order_id,
        line_number,
        product_id,
        quantity,
        unit_price,
        {{ crm360.bookkeeping() }}
    from judged
)

select * from final
