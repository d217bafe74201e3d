{{ config(access='protected', contract={'enforced': false}) }}

{#- With as many purchases of the average customer added as the var says, one voucher makes no bargain hunter. -#}
{%- set prior = var('behaviour_prior_purchases') %}

with purchases as (
    select * from {{ ref('fct_orders') }}
    where is_purchase
),

company as (
    select {{ safe_divide('count(*) filter (where discount_amount > 0)', 'count(*)') }} as discount_order_share
    from purchases
),

customers as (
    select
        customer_id,
        count(*) as purchases,
        count(*) filter (where discount_amount > 0) as discount_purchases,
        sum(discount_amount) as discount_amount,
        sum(gross_amount) as gross_amount
    from purchases
    where customer_id is not null
    group by customer_id
),

final as (
    select
        customers.customer_id,
        customers.purchases,
        customers.discount_purchases,
        {{ safe_divide('customers.discount_purchases', 'customers.purchases') }} as discount_order_share,
        {{ safe_divide('customers.discount_amount', 'customers.gross_amount') }} as discount_spend_share,
        company.discount_order_share as company_discount_order_share,
        {{ safe_divide(
            'customers.discount_purchases + ' ~ prior ~ ' * company.discount_order_share',
            '(customers.purchases + ' ~ prior ~ ') * company.discount_order_share'
        ) }} as discount_affinity
    from customers
    cross join company
)

select * from final
