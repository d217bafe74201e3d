with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

findings as (
    select * from {{ ref('int_risk_findings') }}
),

log as (
    select log.* from {{ ref('int_risk_alert_log') }} as log
    inner join as_of on log.seen_on <= as_of.as_of_date
    where log.change_type <> 'run'
),

first_seen as (
    select
        alert_id,
        min(seen_on) as first_seen_on
    from log
    group by alert_id
),

latest as (
    select * from log
    qualify row_number() over (partition by alert_id order by seen_on desc nulls last, run_number desc nulls last) = 1
),

-- What a rule still finds is told as it finds it today, the rest as it was when it closed.
alerts as (
    select
        latest.alert_id,
        latest.rule,
        latest.customer_id,
        latest.occasion,
        latest.is_open,
        coalesce(findings.severity, latest.severity) as severity,
        coalesce(findings.alert_number, latest.alert_number) as alert_number,
        coalesce(findings.threshold, latest.threshold) as threshold,
        coalesce(findings.occurred_on, latest.occurred_on) as occurred_on,
        coalesce(findings.last_occurred_on, latest.last_occurred_on) as last_occurred_on,
        first_seen.first_seen_on,
        case when latest.is_open then as_of.as_of_date else latest.last_seen_on end as last_seen_on,
        case when not latest.is_open then latest.seen_on end as closed_on
    from latest
    inner join first_seen on latest.alert_id = first_seen.alert_id
    left join findings on latest.alert_id = findings.alert_id
    cross join as_of
),

final as (
    select
        alerts.alert_id,
        alerts.customer_id,
        alerts.rule,
        rules.kind,
        rules.rule_name,
        rules.rule_name_zh,
        alerts.occasion,
        concat_ws(
            ' ', cast(cast(floor(alerts.alert_number * 100 + 0.5e0) / 100e0 as decimal(18, 2)) as string), rules.unit,
            '(threshold', cast(cast(alerts.threshold as decimal(18, 2)) as string) || '),',
            cast(alerts.occurred_on as string), 'to', cast(alerts.last_occurred_on as string)
        ) as evidence,
        alerts.alert_number,
        alerts.threshold,
        rules.unit,
        alerts.severity,
        alerts.occurred_on,
        alerts.last_occurred_on,
        alerts.first_seen_on,
        alerts.last_seen_on,
        alerts.closed_on,
        case when alerts.is_open then 'open' else 'closed' end as status,
        playbook.response,
        playbook.response_zh,
        playbook.message,
        playbook.message_zh
    from alerts
    -- Customers that were merged into others are gone: what they did is found again under the other's id.
    inner join {{ ref('dim_customers') }} as customers on alerts.customer_id = customers.customer_id
    inner join {{ ref('risk_rules') }} as rules on alerts.rule = rules.rule
    left join {{ ref('risk_playbook') }} as playbook
        on
            alerts.rule = playbook.rule
            and alerts.severity = playbook.severity
)

select * from final
