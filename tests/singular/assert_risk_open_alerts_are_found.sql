-- On the as-of date, the open alerts are exactly those that the rules find open now, and what they find is in the mart.
with alerts as (
    select
        alert_id,
        status
    from {{ ref('risk_alerts') }}
),

findings as (
    select
        alert_id,
        case when is_open then 'open' else 'closed' end as status
    from {{ ref('int_risk_findings') }}
)

select
    coalesce(alerts.alert_id, findings.alert_id) as alert_id,
    alerts.status,
    findings.status as found
from alerts
full outer join findings on alerts.alert_id = findings.alert_id
where
    alerts.alert_id is null
    or alerts.status <> coalesce(findings.status, 'closed')
