{{ config(access='protected', contract={'enforced': false}) }}

with terms as (
    select * from {{ ref('ml_propensity_purchase') }}
    where part = 'term'
),

curves as (
    {{ linear_curves('terms') }}
),

contributions as (
    {{ linear_contributions(ref('int_churn_scoring'), ['customer_id'], 'curves', churn_features()) }}
)

select * from contributions
