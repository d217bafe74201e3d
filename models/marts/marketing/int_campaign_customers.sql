{{ config(access='protected', contract={'enforced': false}) }}

with touches as (
    select * from {{ ref('fct_campaign_touches') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

orders as (
    select
        customer_id,
        ordered_at,
        net_revenue
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

-- Who was held out is control, whatever the variant is called.
named as (
    select
        *,
        case
            when touch_type = 'held_out' then '{{ var("control_variant") }}'
            else coalesce(variant, 'treatment')
        end as variant_name
    from touches
    where customer_id is not null and campaign_key is not null
),

members as (
    select
        campaign_key,
        customer_id,
        min(variant_name) as variant,
        count(distinct variant_name) as variants,
        {% for touch_type in campaign_stages() -%}
        bool_or(touch_type = '{{ touch_type }}') as is_{{ touch_type }},
        {% endfor -%}
        min(touched_at) as first_contact_at
    from named
    group by campaign_key, customer_id
),

responses as (
    select
        members.campaign_key,
        members.customer_id,
        count(*) as orders,
        sum(orders.net_revenue) as net_revenue
    from members
    inner join orders
        on
            members.customer_id = orders.customer_id
            and members.first_contact_at <= orders.ordered_at
    where
        {{ hours_between('members.first_contact_at', 'orders.ordered_at') }} <= 24 * {{ var('campaign_response_days') }}
    group by members.campaign_key, members.customer_id
),

final as (
    select
        members.*,
        {{ hours_between('members.first_contact_at', 'as_of.as_of_ts') }}
        >= 24 * {{ var('campaign_response_days') }} as is_response_complete,
        cast(coalesce(responses.orders, 0) as bigint) as orders,
        cast(coalesce(responses.net_revenue, 0) as decimal(18, 4)) as net_revenue
    from members
    cross join as_of
    left join responses
        on
            members.campaign_key = responses.campaign_key
            and members.customer_id = responses.customer_id
)

select * from final
