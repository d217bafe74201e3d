{{ config(access='protected', contract={'enforced': false}) }}

{%- set curves = ref('int_churn_linear_curves') %}

with contributions as (
    {{ linear_contributions(ref('int_churn_scoring'), ['customer_id'], curves, churn_features()) }}
)

select * from contributions
