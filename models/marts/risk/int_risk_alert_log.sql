-- What runs saw of the alerts: a row when an alert opens, changes or closes, and one per as-of date of a run. It is only
-- added to, so that it works in every table format, and never made anew, by --full-refresh neither.
{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false,
    access='protected', contract={'enforced': false}
) }}
{%- set known = [
    ('alert_id', 'string'), ('seen_on', 'date'), ('run_number', 'int'), ('change_type', 'string'), ('rule', 'string'),
    ('customer_id', 'string'), ('occasion', 'string'), ('occurred_on', 'date'), ('last_occurred_on', 'date'),
    ('alert_number', 'double'), ('threshold', 'double'), ('severity', 'string'), ('is_open', 'boolean'),
    ('last_seen_on', 'date'),
] %}

with log as (
    {% if is_incremental() -%}
    select
        {% for column, type in known %}{{ column }}{{ ', ' if not loop.last }}{% endfor %}
    from {{ this }}
    {%- else -%}
    select
        {% for column, type in known %}cast(null as {{ type }}) as {{ column }}{{ ', ' if not loop.last }}{% endfor %}
    where false
    {%- endif %}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

findings as (
    select * from {{ ref('int_risk_findings') }}
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

compared as (
    select
        coalesce(findings.alert_id, latest.alert_id) as alert_id,
        case
            when latest.alert_id is null then 'opened'
            when latest.is_open and not coalesce(findings.is_open, false) then 'closed'
            when not latest.is_open and findings.is_open then 'reopened'
            else 'changed'
        end as change_type,
        {% for column in ['rule', 'customer_id', 'occasion', 'occurred_on', 'last_occurred_on', 'alert_number', 'threshold', 'severity'] -%}
        coalesce(findings.{{ column }}, latest.{{ column }}) as {{ column }},
        {% endfor -%}
        coalesce(findings.is_open, false) as is_open,
        latest.alert_id is not null and latest.is_open as was_open,
        latest.last_seen_on as last_seen_before
    from findings
    full outer join latest on findings.alert_id = latest.alert_id
    where
        latest.alert_id is null
        or latest.is_open <> coalesce(findings.is_open, false)
        or latest.severity <> findings.severity
),

changes as (
    select
        compared.alert_id,
        runs.as_of_date as seen_on,
        runs.run_number,
        compared.change_type,
        compared.rule,
        compared.customer_id,
        compared.occasion,
        compared.occurred_on,
        compared.last_occurred_on,
        compared.alert_number,
        compared.threshold,
        compared.severity,
        compared.is_open,
        case
            when compared.is_open then runs.as_of_date
            when compared.was_open then runs.last_run_on
            else coalesce(compared.last_seen_before, runs.as_of_date)
        end as last_seen_on
    from compared
    cross join runs
),

run as (
    select
        {% for column, type in known -%}
        {% if column in ['seen_on', 'last_seen_on'] %}as_of_date{% elif column == 'run_number' %}run_number
        {%- elif column in ['alert_id', 'change_type'] %}'run'{% else %}cast(null as {{ type }}){% endif %} as {{ column }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from runs
    where last_run_on is distinct from as_of_date and as_of_date is not null
),

final as (
    select * from changes
    union all
    select * from run
)

select * from final
