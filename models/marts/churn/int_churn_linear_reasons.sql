{{ config(access='protected', contract={'enforced': false}) }}

-- What `strongest_reasons` of crm360/churn/scoring.py does, in SQL.
with reasons as (
    {{ linear_reasons(ref('int_churn_linear_contributions'), ref('churn_reason_texts')) }}
)

select * from reasons
