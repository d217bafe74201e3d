{%- set kinds = ['fraud', 'credit', 'relationship'] %}
{%- set severities = ['low', 'medium', 'high'] %}

with customers as (
    select customer_id from {{ ref('dim_customers') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

alerts as (
    select * from {{ ref('risk_alerts') }}
),

points as (
    select * from {{ ref('int_risk_customer_points') }}
),

levels as (
    select * from {{ ref('risk_levels') }}
),

counted as (
    select
        customer_id,
        {% for severity in severities -%}
        count(*) filter (where status = 'open' and severity = '{{ severity }}') as open_{{ severity }},
        {% endfor -%}
        count(*) filter (where status = 'open') as open_alerts,
        count(*) filter (where status = 'closed') as closed_alerts
    from alerts
    group by customer_id
),

scored as (
    select
        customer_id,
        {% for kind in kinds -%}
        least(coalesce(sum(points) filter (where kind = '{{ kind }}'), 0e0), 100e0) as {{ kind }}_score,
        {% endfor -%}
        least(sum(points), 100e0) as risk_score
    from points
    group by customer_id
),

top_alerts as (
    select
        customer_id,
        alert_id
    from points
    qualify row_number() over (
        partition by customer_id
        order by points desc nulls last, last_occurred_on desc nulls last, alert_id asc nulls last
    ) = 1
),

final as (
    select
        customers.customer_id,
        as_of.as_of_date,
        coalesce(scored.risk_score, 0e0) as risk_score,
        levels.level as risk_level,
        levels.level_name as risk_level_name,
        levels.level_name_zh as risk_level_name_zh,
        {% for kind in kinds -%}
        coalesce(scored.{{ kind }}_score, 0e0) as {{ kind }}_score,
        {% endfor -%}
        coalesce(counted.open_alerts, 0) as open_alerts,
        {% for severity in severities -%}
        coalesce(counted.open_{{ severity }}, 0) as open_{{ severity }}_alerts,
        {% endfor -%}
        coalesce(counted.closed_alerts, 0) as closed_alerts,
        alerts.alert_id as top_alert_id,
        alerts.rule as top_rule,
        alerts.rule_name as top_reason,
        alerts.rule_name_zh as top_reason_zh,
        alerts.evidence as top_evidence,
        -- Only what is open asks for an answer.
        case when alerts.status = 'open' then alerts.response end as recommended_response,
        case when alerts.status = 'open' then alerts.response_zh end as recommended_response_zh
    from customers
    cross join as_of
    left join counted on customers.customer_id = counted.customer_id
    left join scored on customers.customer_id = scored.customer_id
    left join top_alerts on customers.customer_id = top_alerts.customer_id
    left join alerts on top_alerts.alert_id = alerts.alert_id
    left join levels
        on {{ in_band('coalesce(scored.risk_score, 0e0)', 'levels.score_from', 'levels.score_below') }}
)

select * from final
