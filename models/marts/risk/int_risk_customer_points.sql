{{ config(access='protected', contract={'enforced': false}) }}

-- Of a rule the alert with the most points counts: a second one of the same kind says little that is new. What the
-- rules no longer find (the invoice is paid, the customer is back, the threshold was raised) adds nothing.
with alerts as (
    select * from {{ ref('risk_alerts') }}
),

points as (
    select
        alerts.customer_id,
        alerts.rule,
        alerts.kind,
        alerts.status,
        alerts.last_occurred_on,
        alerts.alert_id,
        rules.weight * severities.points
        * case when alerts.status = 'open' then 1e0 else {{ var('risk_closed_alert_share') }} end as points
    from alerts
    inner join {{ ref('int_risk_findings') }} as findings on alerts.alert_id = findings.alert_id
    inner join {{ ref('risk_rules') }} as rules on alerts.rule = rules.rule
    inner join {{ ref('risk_severities') }} as severities on alerts.severity = severities.severity
),

final as (
    select * from points
    qualify row_number() over (
        partition by customer_id, rule
        order by points desc nulls last, last_occurred_on desc nulls last, alert_id asc nulls last
    ) = 1
)

select * from final
