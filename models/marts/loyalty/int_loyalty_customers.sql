{{ config(access='protected', contract={'enforced': false}) }}

{%- set observed = 'greatest(purchases.months_observed, ' ~ var('loyalty_min_observed_months') ~ ')' %}

with purchases as (
    select * from {{ ref('int_loyalty_purchases') }}
),

breadth as (
    select * from {{ ref('int_loyalty_breadth') }}
),

redemption as (
    select * from {{ ref('int_loyalty_redemption') }}
),

satisfaction as (
    select
        customer_id,
        last_nps
    from {{ ref('customer_satisfaction') }}
),

customers as (
    select
        purchases.*,
        {{ safe_divide('purchases.purchases_in_window', observed) }} as purchases_per_month,
        {{ safe_divide('purchases.active_months', observed) }} as active_month_share,
        -- Who bought nothing in the window bought no product; of a purchase without lines nobody knows what it was.
        coalesce(breadth.products, case when purchases.purchases_in_window = 0 then 0 end) as products,
        coalesce(breadth.categories, case when purchases.purchases_in_window = 0 then 0 end) as categories,
        satisfaction.last_nps as nps,
        coalesce(redemption.offers, 0) as offers,
        coalesce(redemption.offers_redeemed, 0) as offers_redeemed,
        {{ safe_divide('redemption.offers_redeemed', 'redemption.offers') }} as redemption_rate
    from purchases
    left join breadth
        on purchases.customer_id = breadth.customer_id
    left join redemption
        on purchases.customer_id = redemption.customer_id
    left join satisfaction
        on purchases.customer_id = satisfaction.customer_id
)

select * from customers
