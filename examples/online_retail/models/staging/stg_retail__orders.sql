with lines as (
    select * from {{ ref('base_retail__lines') }}
    where invoice_no is not null
),

refunds as (
    select
        order_id,
        sum(refund_amount) as refund_amount
    from {{ ref('int_retail__refunds') }}
    group by order_id
),

invoices as (
    select
        invoice_no,
        max(customer_no) as customer_no,
        min(invoiced_at) as invoiced_at,
        coalesce(sum(amount) filter (where line_kind = 'sale'), 0) as gross_amount,
        bool_or(line_kind = 'sale') as has_sale,
        min(line_kind) as any_kind,
        min(source_file) as source_file,
        min(source_row) as source_row
    from lines
    group by invoice_no
),

final as (
    select
        invoices.invoice_no as order_id,
        invoices.customer_no as source_customer_id,
        invoices.invoiced_at as ordered_at,
        case
            when refunds.refund_amount is null then 'completed'
            when refunds.refund_amount >= invoices.gross_amount then 'returned'
            else 'partially_refunded'
        end as status,
        'web' as channel,
        'GBP' as currency,
        invoices.gross_amount,
        coalesce(refunds.refund_amount, 0) as refund_amount,
        case
            when not invoices.has_sale then 'InvoiceNo: no line is a sale (' || invoices.any_kind || ')'
        end as reject_reason,
        invoices.source_file,
        invoices.source_row
    from invoices
    left join refunds on invoices.invoice_no = refunds.order_id
)

select * from final
