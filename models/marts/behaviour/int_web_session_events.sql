{{ config(access='protected', contract={'enforced': false}) }}

with visits as (
    select * from {{ ref('int_web_visits') }}
),

with_previous as (
    select
        *,
        lag(visit_number) over (
            partition by visitor_key order by occurred_at asc nulls last, event_key asc nulls last
        ) as previous_visit_number,
        lag(carried_customer_id) over (
            partition by visitor_key, visit_number order by occurred_at asc nulls last, event_key asc nulls last
        ) as previous_customer_id
    from visits
),

marked as (
    select
        *,
        coalesce(previous_visit_number <> visit_number, true)
        or coalesce(previous_customer_id <> carried_customer_id, false) as is_session_start
    from with_previous
),

numbered as (
    select
        *,
        sum(case when is_session_start then 1 else 0 end) over (
            partition by visitor_key order by occurred_at asc nulls last, event_key asc nulls last
            rows between unbounded preceding and current row
        ) as session_number
    from marked
),

final as (
    select
        event_key,
        max(case when is_session_start then event_key end) over (partition by visitor_key, session_number)
            as session_key,
        visitor_key,
        cast(session_number as int) as session_number,
        cast(row_number() over (
            partition by visitor_key, session_number order by occurred_at asc nulls last, event_key asc nulls last
        ) as int) as event_number,
        source_system,
        anonymous_id,
        session_id,
        customer_id,
        occurred_at,
        event_type,
        page,
        product_key,
        device,
        utm_source,
        utm_medium,
        utm_campaign
    from numbered
)

select * from final
