-- Nobody is recommended what they have or what is not on sale.
select recommended.*
from {{ ref('customer_recommendations') }} as recommended
left join {{ ref('int_recommendation_available') }} as available on recommended.product_key = available.product_key
left join {{ ref('fct_order_items') }} as items
    on
        recommended.customer_id = items.customer_id
        and recommended.product_key = items.product_key
        and items.is_purchase
        and recommended.as_of_date >= items.order_date
where available.product_key is null or items.product_key is not null
