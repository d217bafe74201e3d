{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select * from {{ ref('risk_rules') }}
    where enabled
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

receivables as (
    select * from {{ ref('int_receivables') }}
    where state = 'outstanding' and customer_id is not null
),

overdue as (
    select
        receivables.*,
        as_of.as_of_date,
        {{ days_between('receivables.due_on', 'as_of.as_of_date') }} as days_past_due
    from receivables
    cross join as_of
),

exposures as (
    select * from {{ ref('customer_exposure') }}
),

final as (
    select
        rules.rule,
        overdue.customer_id,
        overdue.payment_key as occasion,
        overdue.due_on as occurred_on,
        overdue.as_of_date as last_occurred_on,
        cast(overdue.days_past_due as double) as alert_number
    from overdue
    inner join rules on rules.rule = 'overdue_invoice' and overdue.days_past_due >= rules.threshold
    union all
    select
        rules.rule,
        exposures.customer_id,
        'ongoing' as occasion,
        exposures.as_of_date as occurred_on,
        exposures.as_of_date as last_occurred_on,
        round(exposures.credit_utilisation, 6) as alert_number
    from exposures
    inner join rules on rules.rule = 'credit_utilisation' and exposures.credit_utilisation >= rules.threshold
)

select * from final
