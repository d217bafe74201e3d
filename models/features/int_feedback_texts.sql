{{ config(materialized='view') }}

-- A view: the clear texts are stored in the facts only.
with tickets as (
    select * from {{ ref('fct_tickets') }}
),

reviews as (
    select * from {{ ref('fct_reviews') }}
),

responses as (
    select * from {{ ref('fct_survey_responses') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

scales as (
    select * from {{ ref('satisfaction_scales') }}
),

texts as (
    select
        'ticket:' || ticket_key as text_key,
        'ticket' as source,
        customer_id,
        opened_at as written_at,
        body as text,
        topic as given_topic,
        cast(null as string) as survey_type,
        cast(null as double) as rating,
        cast(null as double) as scale_min,
        cast(null as double) as scale_max
    from tickets

    union all

    select
        'review:' || review_key as text_key,
        'review' as source,
        customer_id,
        posted_at as written_at,
        body as text,
        cast(null as string) as given_topic,
        'csat' as survey_type,
        cast(rating as double) as rating,
        cast(1 as double) as scale_min,
        cast(5 as double) as scale_max
    from reviews

    union all

    select
        'survey:' || response_key as text_key,
        'survey' as source,
        customer_id,
        responded_at as written_at,
        comment as text,
        cast(null as string) as given_topic,
        survey_type,
        cast(score as double) as rating,
        cast(scale_min as double) as scale_min,
        cast(scale_max as double) as scale_max
    from responses
),

final as (
    select
        texts.text_key,
        texts.source,
        texts.customer_id,
        texts.written_at,
        texts.text,
        texts.given_topic,
        case
            when texts.rating >= scales.top_from then 'positive'
            when texts.rating <= scales.bottom_to then 'negative'
            when texts.rating between scales.scale_min and scales.scale_max then 'neutral'
        end as rating_label,
        customers.full_name,
        customers.first_name,
        customers.last_name
    from texts
    left join customers on texts.customer_id = customers.customer_id
    left join scales
        on
            texts.survey_type = scales.survey_type
            and texts.scale_min = scales.scale_min
            and texts.scale_max = scales.scale_max
    where texts.text is not null
)

select * from final
