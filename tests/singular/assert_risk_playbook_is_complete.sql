-- Every rule has an answer for each severity that it can have.
with needed as (
    select
        rule,
        severity
    from {{ ref('risk_rules') }}
    union
    select
        rule,
        escalated_severity as severity
    from {{ ref('risk_rules') }}
    where escalates_at is not null
)

select needed.* from needed
left join {{ ref('risk_playbook') }} as playbook
    on
        needed.rule = playbook.rule
        and needed.severity = playbook.severity
where playbook.rule is null
