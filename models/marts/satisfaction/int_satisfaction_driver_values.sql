{{ config(access='protected', contract={'enforced': false}) }}
{%- set measured = [
    'first_response_hours', 'resolution_hours', 'earlier_tickets', 'order_value', 'order_items', 'order_discount_share',
    'is_complaint', 'is_first_order',
] %}
{%- set grouped = ['touchpoint', 'channel', 'product_category'] %}

with ratings as (
    select * from {{ ref('int_satisfaction_ratings') }}
),

tickets as (
    select * from {{ ref('fct_tickets') }}
),

earlier_tickets as (
    select
        ratings.rating_key,
        count(tickets.ticket_key) as ticket_count
    from ratings
    left join tickets
        on
            ratings.customer_id = tickets.customer_id
            and ratings.rated_at > tickets.opened_at
            and {{ days_between('tickets.opened_at', 'ratings.rated_at') }} <= 90
            and ratings.rating_key <> 'ticket:' || tickets.ticket_key
    where ratings.customer_id is not null
    group by ratings.rating_key
),

facts as (
    select
        ratings.rating_key,
        ratings.survey_type,
        ratings.score_percent,
        ratings.touchpoint,
        ratings.channel,
        ratings.product_category,
        tickets.first_response_hours,
        tickets.resolution_hours,
        case tickets.is_complaint when true then 1e0 when false then 0e0 end as is_complaint,
        cast(earlier_tickets.ticket_count as double) as earlier_tickets,
        cast(orders.net_amount as double) as order_value,
        cast(orders.item_count as double) as order_items,
        {{ safe_divide('orders.discount_amount', 'orders.gross_amount') }} as order_discount_share,
        case orders.is_first_order when true then 1e0 when false then 0e0 end as is_first_order
    from ratings
    left join tickets on ratings.rating_key = 'ticket:' || tickets.ticket_key
    left join {{ ref('fct_survey_responses') }} as responses on ratings.rating_key = 'survey:' || responses.response_key
    left join {{ ref('fct_orders') }} as orders on responses.order_key = orders.order_key
    left join earlier_tickets on ratings.rating_key = earlier_tickets.rating_key
),

-- Every value of a group is a driver of its own: 1 for the ratings that have it, 0 for those that have another.
grouped_facts as (
    {% for column in grouped -%}
    select
        rating_key,
        survey_type,
        score_percent,
        '{{ column }}' as grouped_by,
        {{ column }} as group_value
    from facts
    where {{ column }} <> 'unknown'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

group_values as (
    select distinct
        survey_type,
        grouped_by,
        group_value
    from grouped_facts
),

stacked as (
    {% for driver in measured -%}
    select
        rating_key,
        survey_type,
        score_percent,
        '{{ driver }}' as driver,
        {{ driver }} as driver_value
    from facts
    where {{ driver }} is not null
    union all
    {% endfor -%}
    select
        facts.rating_key,
        facts.survey_type,
        facts.score_percent,
        group_values.grouped_by || ': ' || group_values.group_value as driver,
        case when group_values.group_value = facts.group_value then 1e0 else 0e0 end as driver_value
    from grouped_facts as facts
    inner join group_values
        on facts.survey_type = group_values.survey_type and facts.grouped_by = group_values.grouped_by
),

final as (
    select stacked.*
    from stacked
    left join {{ ref('satisfaction_driver_targets') }} as drivers on stacked.driver = drivers.driver
    where drivers.driver is not null or stacked.driver like '%: %'
)

select * from final
