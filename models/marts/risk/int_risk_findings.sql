{{ config(access='protected', contract={'enforced': false}) }}

-- What the rules find in the data of this run, past occasions too.
{%- set found = [
    'int_risk_bursts', 'int_risk_refund_ratio', 'int_risk_shared_contacts', 'int_risk_order_outlier',
    'int_risk_sudden_silence', 'int_risk_credit',
] %}

with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

rules as (
    select * from {{ ref('risk_rules') }}
),

findings as (
    {% for model in found -%}
    select
        rule,
        customer_id,
        occasion,
        occurred_on,
        last_occurred_on,
        alert_number
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        'A' || substr(md5(concat_ws('|', findings.rule, findings.customer_id, findings.occasion)), 1, 16) as alert_id,
        as_of.as_of_date,
        findings.rule,
        findings.customer_id,
        findings.occasion,
        findings.occurred_on,
        findings.last_occurred_on,
        findings.alert_number,
        rules.threshold,
        case when findings.alert_number >= rules.escalates_at then rules.escalated_severity else rules.severity end
            as severity,
        coalesce(
            {{ days_between('findings.last_occurred_on', 'as_of.as_of_date') }} <= rules.open_days, true
        ) as is_open
    from findings
    inner join rules on findings.rule = rules.rule
    cross join as_of
)

select * from final
