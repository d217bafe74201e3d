with cancellations as (
    select * from {{ ref('base_retail__lines') }}
    where line_kind = 'cancellation'
),

final as (
    select
        invoice_no as payment_id,
        invoice_no as invoice_id,
        max(customer_no) as source_customer_id,
        sum(amount) as amount,
        min(invoiced_at) as paid_at,
        'refunded' as status,
        min(source_file) as source_file,
        min(source_row) as source_row
    from cancellations
    group by invoice_no
)

select * from final
