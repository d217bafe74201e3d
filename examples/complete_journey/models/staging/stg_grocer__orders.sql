with lines as (
    select * from {{ ref('base_grocer__lines') }}
    where basket_id is not null
),

final as (
    select
        basket_id as order_id,
        max(household_id) as source_customer_id,
        min(paid_at) as ordered_at,
        'completed' as status,
        'store' as channel,
        'USD' as currency,
        coalesce(sum(gross_amount) filter (where reject_reason is null), 0) as gross_amount,
        coalesce(sum(discount_amount) filter (where reject_reason is null), 0) as discount_amount,
        min(source_file) as source_file,
        min(source_row) as source_row
    from lines
    group by basket_id
)

select * from final
