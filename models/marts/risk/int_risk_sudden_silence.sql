{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select * from {{ ref('risk_rules') }}
    where rule = 'sudden_silence' and enabled
),

-- Whoever has churned is no sudden case any more, and whoever closed the account has said why.
silent as (
    select lifecycle.*
    from {{ ref('customer_lifecycle') }} as lifecycle
    inner join {{ ref('dim_customers') }} as customers on lifecycle.customer_id = customers.customer_id
    where lifecycle.state = 'at_risk' and customers.closed_at is null
),

final as (
    select
        rules.rule,
        silent.customer_id,
        cast(silent.last_purchase_date as string) as occasion,
        silent.last_purchase_date as occurred_on,
        silent.as_of_date as last_occurred_on,
        round(silent.silent_gaps, 6) as alert_number
    from silent
    inner join rules on silent.purchase_days >= rules.min_events and silent.silent_gaps >= rules.threshold
)

select * from final
