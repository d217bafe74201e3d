-- What runs saw of the alerts: a row when an alert opens, changes or closes, and one per as-of date of a run. Rows are
-- only added, which every table format can do, and the table is never made anew, by --full-refresh neither.
{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false,
    access='protected', contract={'enforced': false}
) }}

with findings as (
    select * from {{ ref('int_risk_findings') }}
),

log as (
    {% if is_incremental() -%}
    select * from {{ this }}
    {%- else -%}
    select
        findings.*,
        findings.as_of_date as seen_on,
        findings.as_of_date as last_seen_on,
        cast(0 as int) as run_number,
        findings.rule as change_type
    from findings
    where false
    {%- endif %}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

-- A run of an earlier as-of date does not know what later ones saw. few rows: one.
runs as (
    select
        max(as_of.as_of_date) as as_of_date,
        cast(coalesce(max(log.run_number), 0) + 1 as int) as run_number,
        max(log.seen_on) filter (where log.change_type = 'run' and log.seen_on <= as_of.as_of_date) as last_run_on
    from as_of
    left join log on true
),

latest as (
    select log.* from log
    cross join as_of
    where log.change_type <> 'run' and log.seen_on <= as_of.as_of_date
    qualify row_number() over (
        partition by log.alert_id order by log.seen_on desc nulls last, log.run_number desc nulls last
    ) = 1
),

changes as (
    select
        coalesce(findings.alert_id, latest.alert_id) as alert_id,
        runs.as_of_date as seen_on,
        runs.run_number,
        case
            when latest.alert_id is null then 'opened'
            when latest.is_open and not coalesce(findings.is_open, false) then 'closed'
            when not latest.is_open and findings.is_open then 'reopened'
            else 'changed'
        end as change_type,
        coalesce(findings.rule, latest.rule) as rule,
        coalesce(findings.customer_id, latest.customer_id) as customer_id,
        coalesce(findings.occasion, latest.occasion) as occasion,
        coalesce(findings.occurred_on, latest.occurred_on) as occurred_on,
        coalesce(findings.last_occurred_on, latest.last_occurred_on) as last_occurred_on,
        coalesce(findings.alert_number, latest.alert_number) as alert_number,
        coalesce(findings.threshold, latest.threshold) as threshold,
        coalesce(findings.severity, latest.severity) as severity,
        coalesce(findings.is_open, false) as is_open,
        case
            when findings.is_open then runs.as_of_date
            when latest.is_open then runs.last_run_on
            else coalesce(latest.last_seen_on, runs.as_of_date)
        end as last_seen_on
    from findings
    full outer join latest on findings.alert_id = latest.alert_id
    cross join runs
    where
        latest.alert_id is null
        or latest.is_open <> coalesce(findings.is_open, false)
        or latest.severity <> findings.severity
),

run as (
    select
        'run' as alert_id,
        as_of_date as seen_on,
        run_number,
        'run' as change_type,
        cast(null as string) as rule,
        cast(null as string) as customer_id,
        cast(null as string) as occasion,
        cast(null as date) as occurred_on,
        cast(null as date) as last_occurred_on,
        cast(null as double) as alert_number,
        cast(null as double) as threshold,
        cast(null as string) as severity,
        cast(null as boolean) as is_open,
        as_of_date as last_seen_on
    from runs
    where last_run_on is distinct from as_of_date and as_of_date is not null
),

final as (
    select * from changes
    union all
    select * from run
)

select * from final
