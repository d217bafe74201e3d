{{ config(access='protected', contract={'enforced': false}) }}

{#- What shows a preference: dimension, choice, weight, moment and the rows. Hours have two digits, so that ties are
    settled in the order of the day. -#}
{%- set choices = [
    ('category', 'category', 'net_amount', 'ordered_at', 'lines'),
    ('viewed_category', 'category', '1', 'occurred_at', 'views'),
    ('channel', 'channel', '1', 'ordered_at', 'purchases'),
    ('device', 'device', '1', 'started_at', 'sessions'),
    ('hour', "right('0' || cast(extract(hour from ordered_at) as string), 2)", '1', 'ordered_at', 'purchases'),
    ('hour', "right('0' || cast(extract(hour from started_at) as string), 2)", '1', 'started_at', 'sessions'),
    ('hour', "right('0' || cast(extract(hour from touched_at) as string), 2)", '1', 'touched_at', 'reactions'),
] %}

with purchases as (
    select * from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null
),

lines as (
    select * from {{ ref('fct_order_items') }}
    where is_purchase and customer_id is not null
),

sessions as (
    select * from {{ ref('fct_web_sessions') }}
    where customer_id is not null
),

views as (
    select
        sessions.customer_id,
        products.category,
        events.occurred_at
    from {{ ref('int_web_session_events') }} as events
    inner join sessions on events.session_key = sessions.session_key
    inner join {{ ref('web_event_types') }} as types on events.event_type = types.event_type
    inner join {{ ref('dim_products') }} as products on events.product_key = products.product_key
    where types.funnel_step = 'view'
),

reactions as (
    select * from {{ ref('fct_campaign_touches') }}
    where customer_id is not null and touch_type in ('opened', 'clicked', 'redeemed')
),

final as (
    {% for dimension, choice, weight, chosen_at, rows in choices -%}
    select
        customer_id,
        '{{ dimension }}' as dimension,
        {{ choice }} as choice,
        cast({{ weight }} as decimal(18, 4)) as weight,
        {{ chosen_at }} as chosen_at
    from {{ rows }}
    where {{ choice }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
