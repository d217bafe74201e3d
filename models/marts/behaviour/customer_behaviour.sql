{%- set min_moments = var('behaviour_min_moments') %}

with customers as (
    select customer_id from {{ ref('dim_customers') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

visits as (
    select
        customer_id,
        count(*) as sessions,
        count(distinct session_date) as visit_days,
        min(started_at) as first_visit_at,
        max(started_at) as last_visit_at,
        count(*) filter (where has_cart) as cart_sessions,
        count(*) filter (where has_purchase) as purchase_sessions,
        sum(dwell_seconds) filter (where not is_bounce) as dwell_seconds,
        count(*) filter (where not is_bounce) as longer_sessions
    from {{ ref('fct_web_sessions') }}
    where customer_id is not null
    group by customer_id
),

preferences as (
    select
        customer_id,
        {% for dimension in ['category', 'viewed_category', 'channel', 'device', 'hour'] -%}
        max(choice) filter (where dimension = '{{ dimension }}') as {{ dimension }},
        max(share) filter (where dimension = '{{ dimension }}') as {{ dimension }}_share,
        max(all_moments) filter (where dimension = '{{ dimension }}') as {{ dimension }}_moments,
        {% endfor -%}
        count(*) as dimensions
    from {{ ref('int_customer_preferences') }}
    where preference_rank = 1
    group by customer_id
),

prices as (
    select * from {{ ref('int_customer_prices') }}
),

price_levels as (
    select * from {{ ref('price_levels') }}
),

discounts as (
    select * from {{ ref('int_customer_discounts') }}
),

final as (
    select
        customers.customer_id,
        as_of.as_of_date,
        visits.first_visit_at,
        visits.last_visit_at,
        cast({{ days_between('visits.last_visit_at', 'as_of.as_of_date') }} as int) as days_since_last_visit,
        coalesce(visits.sessions, 0) as sessions,
        coalesce(visits.visit_days, 0) as visit_days,
        coalesce(visits.cart_sessions, 0) as cart_sessions,
        coalesce(visits.purchase_sessions, 0) as purchase_sessions,
        {{ safe_divide('visits.purchase_sessions', 'visits.sessions') }} as session_purchase_rate,
        {{ safe_divide('visits.dwell_seconds', 'visits.longer_sessions') }} as average_dwell_seconds,
        preferences.category as favourite_category,
        preferences.category_share as favourite_category_share,
        preferences.viewed_category as most_viewed_category,
        preferences.channel as preferred_channel,
        preferences.channel_share as preferred_channel_share,
        case when preferences.device_moments >= {{ min_moments }} then preferences.device end as preferred_device,
        case when preferences.hour_moments >= {{ min_moments }} then {{ parse_integer('preferences.hour') }} end
            as best_hour,
        case when preferences.hour_moments >= {{ min_moments }} then preferences.hour_share end as best_hour_share,
        prices.priced_units,
        prices.price_ratio,
        price_levels.price_level,
        coalesce(discounts.purchases, 0) as purchases,
        coalesce(discounts.discount_purchases, 0) as discount_purchases,
        discounts.discount_order_share,
        discounts.discount_spend_share,
        discounts.discount_affinity
    from customers
    cross join as_of
    left join visits on customers.customer_id = visits.customer_id
    left join preferences on customers.customer_id = preferences.customer_id
    left join prices on customers.customer_id = prices.customer_id
    left join price_levels
        on {{ in_band('prices.price_ratio', 'price_levels.ratio_from', 'price_levels.ratio_below') }}
    left join discounts on customers.customer_id = discounts.customer_id
)

select * from final
