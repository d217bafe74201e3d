with orders as (
    select
        'order' as interaction_type,
        customer_id,
        ordered_at as occurred_at,
        channel,
        source_system,
        order_key as source_key,
        cast(total_amount as double) as amount,
        cast(null as double) as score,
        status as summary
    from {{ ref('fct_orders') }}
),

payments as (
    select
        'payment' as interaction_type,
        customer_id,
        paid_at as occurred_at,
        method as channel,
        source_system,
        payment_key as source_key,
        cast(amount as double) as amount,
        cast(null as double) as score,
        status as summary
    from {{ ref('fct_payments') }}
    where paid_at is not null
),

tickets as (
    select
        'ticket' as interaction_type,
        customer_id,
        opened_at as occurred_at,
        channel,
        source_system,
        ticket_key as source_key,
        cast(null as double) as amount,
        cast(csat_score as double) as score,
        coalesce(topic, 'no topic') || case when is_complaint then ' (complaint)' else '' end as summary
    from {{ ref('fct_tickets') }}
),

surveys as (
    select
        'survey' as interaction_type,
        customer_id,
        responded_at as occurred_at,
        channel,
        source_system,
        response_key as source_key,
        cast(null as double) as amount,
        score,
        concat_ws('', survey_type, ' about ', coalesce(touchpoint, 'no touchpoint')) as summary
    from {{ ref('fct_survey_responses') }}
),

reviews as (
    select
        'review' as interaction_type,
        customer_id,
        posted_at as occurred_at,
        site as channel,
        source_system,
        review_key as source_key,
        cast(null as double) as amount,
        rating as score,
        product_key as summary
    from {{ ref('fct_reviews') }}
),

web_sessions as (
    select
        'web_session' as interaction_type,
        customer_id,
        started_at as occurred_at,
        device as channel,
        source_system,
        session_key as source_key,
        cast(null as double) as amount,
        cast(null as double) as score,
        cast(events as string) || ' events' as summary
    from {{ ref('fct_web_sessions') }}
),

campaign_touches as (
    select
        'campaign_touch' as interaction_type,
        customer_id,
        touched_at as occurred_at,
        channel,
        source_system,
        touch_key as source_key,
        cast(null as double) as amount,
        cast(null as double) as score,
        touch_type as summary
    from {{ ref('fct_campaign_touches') }}
    -- A customer held out as a control was not contacted.
    where touch_type <> 'held_out'
),

unioned as (
    {% for part in ['orders', 'payments', 'tickets', 'surveys', 'reviews', 'web_sessions', 'campaign_touches'] -%}
    select * from {{ part }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        concat_ws('', interaction_type, ':', customer_id, ':', source_key) as interaction_key,
        *
    from unioned
    where customer_id is not null
)

select * from final
