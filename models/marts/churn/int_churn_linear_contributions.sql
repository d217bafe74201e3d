{{ config(access='protected', contract={'enforced': false}) }}

with contributions as (
    {{ linear_contributions(ref('int_churn_scoring'), ['customer_id'], ref('int_churn_linear_curves'), churn_features()) }}
)

select * from contributions
