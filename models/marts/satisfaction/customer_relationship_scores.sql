{%- set scores = {
    'satisfaction': ['needs_capture', 'feedback', 'relationship'],
    'service': ['technical_support', 'after_sales', 'consultation'],
} %}

with as_of as (
    select
        as_of_date,
        as_of_ts
    from {{ ref('int_as_of') }}
),

weights as (
    select
        {% for score, parts in scores.items() -%}
        {% set is_last_score = loop.last -%}
        {% for part in parts -%}
        max(case when score = '{{ score }}' and part = '{{ part }}' then weight end) as {{ score }}__{{ part }}
        {{- '' if is_last_score and loop.last else ',' }}
        {% endfor -%}
        {% endfor %}
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
        {% for service_type in scores['service'] -%}
        max(case when service_type = '{{ service_type }}' then handling_score end) as {{ service_type }}
        {{- ',' if not loop.last }}
        {% endfor %}
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
        {% for service_type in scores['service'] -%}
        handling.{{ service_type }}{{ ',' if not loop.last }}
        {% endfor %}
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
        {% for score, names in scores.items() -%}
        {% for part in names -%}
        parts.{{ part }},
        {% endfor -%}
        {{ weighted_score(score, names) }} as {{ score }}_score,
        case
            when coalesce({{ names | join(', ') }}) is not null
                then {% for part in names %}coalesce({{ part }}, 0e0){{ ' + ' if not loop.last }}{% endfor %}
        end as {{ score }}_sum
        {{- ',' if not loop.last }}
        {% endfor %}
    from parts
    cross join weights
)

select * from final
