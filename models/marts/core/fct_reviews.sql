with reviews as (
    select * from {{ customer_events('reviews', 'posted_at') }}
),

final as (
    select
        {{ record_key('source_system', 'review_id') }} as review_key,
        source_system,
        review_id,
        customer_id,
        {{ record_key('product_system', 'product_id') }} as product_key,
        posted_at,
        rating,
        body,
        language,
        site
    from reviews
)

select * from final
