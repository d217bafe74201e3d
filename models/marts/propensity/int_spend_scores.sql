{{ config(access='protected', contract={'enforced': false}) }}

with training as (
    select * from {{ ref('ml_propensity_spend') }}
),

terms as (
    select * from training
    where part = 'term'
),

curves as (
    {{ linear_curves('terms') }}
),

contributions as (
    {{ linear_contributions(ref('int_churn_scoring'), ['customer_id'], 'curves', churn_features()) }}
),

summed as (
    select
        customer_id,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(sum(contribution), 9) as contribution
    from contributions
    group by customer_id
),

final as (
    select
        summed.customer_id,
        training.model as model_name,
        cast(training.train_to as date) as trained_to,
        greatest(training.value + summed.contribution, 0e0) as expected_spend
    from summed
    inner join training on training.part = 'model'
)

select * from final
