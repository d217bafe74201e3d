{{ config(access='protected', contract={'enforced': false}) }}

with reasons as (
    {{ linear_reasons(ref('int_purchase_contributions'), ref('propensity_reason_texts')) }}
)

select * from reasons
