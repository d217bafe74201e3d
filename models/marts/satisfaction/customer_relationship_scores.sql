{%- set satisfaction = ['needs_capture', 'feedback', 'relationship'] %}
{%- set service = ['technical_support', 'after_sales', 'consultation'] %}

with as_of as (
    select
        as_of_date,
        as_of_ts
    from {{ ref('int_as_of') }}
),

weights as (
    select
        {{ score_weights('satisfaction', satisfaction) }},
        {{ score_weights('service', service) }}
    from {{ ref('relationship_score_weights') }}
),

needs as (
    select
        customer_id,
        100e0 * avg(
            case need_outcome
                when 'met' then 1e0
                when 'unmet' then 0e0
            end
        ) as needs_capture
    from {{ ref('int_ticket_outcomes') }}
    where customer_id is not null
    group by customer_id
),

handling as (
    select
        customer_id,
        max(case when service_type = 'technical_support' then handling_score end) as technical_support,
        max(case when service_type = 'after_sales' then handling_score end) as after_sales,
        max(case when service_type = 'consultation' then handling_score end) as consultation
    from {{ ref('int_service_handling') }}
    group by customer_id
),

-- Of the last twelve months, or of those since the first contact where they are fewer.
contacts as (
    select
        interactions.customer_id,
        least({{ months_between('min(interactions.occurred_at)', 'max(as_of.as_of_date)') }} + 1, 12) as months,
        count(distinct case
            when {{ months_between('interactions.occurred_at', 'as_of.as_of_date') }} < 12
                then cast(date_trunc('month', interactions.occurred_at) as date)
        end) as months_with_contact
    from {{ ref('fct_interactions') }} as interactions
    cross join as_of
    where interactions.customer_id is not null
    group by interactions.customer_id
),

parts as (
    select
        contacts.customer_id,
        as_of.as_of_date,
        needs.needs_capture,
        satisfaction.satisfaction_index as feedback,
        100e0 * {{ safe_divide('contacts.months_with_contact', 'contacts.months') }} as relationship,
        handling.technical_support,
        handling.after_sales,
        handling.consultation
    from contacts
    cross join as_of
    left join needs on contacts.customer_id = needs.customer_id
    left join {{ ref('customer_satisfaction') }} as satisfaction on contacts.customer_id = satisfaction.customer_id
    left join handling on contacts.customer_id = handling.customer_id
),

final as (
    select
        parts.customer_id,
        parts.as_of_date,
        parts.needs_capture,
        parts.feedback,
        parts.relationship,
        {{ weighted_score('satisfaction', satisfaction) }} as satisfaction_score,
        {{ plain_sum(satisfaction) }} as satisfaction_sum,
        parts.technical_support,
        parts.after_sales,
        parts.consultation,
        {{ weighted_score('service', service) }} as service_score,
        {{ plain_sum(service) }} as service_sum
    from parts
    cross join weights
)

select * from final
