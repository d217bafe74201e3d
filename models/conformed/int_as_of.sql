{{ config(materialized="table") }}

{%- set as_of_date = checked_date(var('as_of_date'), 'as_of_date') -%}

with events as (
    {% for entity, event_time in [
        ('orders', 'ordered_at'),
        ('tickets', 'opened_at'),
        ('survey_responses', 'responded_at'),
        ('reviews', 'posted_at'),
        ('web_events', 'occurred_at'),
        ('campaign_touches', 'touched_at'),
        ('service_usage', 'usage_month'),
        ('payments', 'paid_at'),
    ] -%}
    select
        '{{ entity }}' as entity,
        cast(min({{ event_time }}) as date) as first_event_date,
        cast(max({{ event_time }}) as date) as last_event_date
    from {{ ref(entity) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Direct debits run on when business has stopped: payments count only where there is nothing else.
bounds as (
    select
        coalesce(min(first_event_date) filter (where entity <> 'payments'), min(first_event_date)) as first_event_date,
        coalesce(max(last_event_date) filter (where entity <> 'payments'), max(last_event_date)) as last_event_date
    from events
),

chosen as (
    select
        first_event_date,
        {% if as_of_date -%}
        case
            when date '{{ as_of_date }}' between first_event_date and last_event_date
                then date '{{ as_of_date }}'
            else {{ raise_error(
                "concat_ws('', 'as_of_date " ~ as_of_date ~ " is outside the data, which runs from ', cast(first_event_date as string), ' to ', "
                ~ "cast(last_event_date as string), ': choose a day in between, or leave it unset for the last one.')"
            ) }}
        end
        {%- else -%}
        last_event_date
        {%- endif %} as as_of_date
    from bounds
),

final as (
    select
        as_of_date,
        cast(as_of_date + interval 1 day as timestamp) as as_of_ts,
        first_event_date
    from chosen
)

select * from final
