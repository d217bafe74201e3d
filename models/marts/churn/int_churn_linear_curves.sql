{{ config(access='protected', contract={'enforced': false}) }}

-- The terms of crm360/churn/terms.py, gathered by feature. No row where the model is not linear: then it has no terms.
with training as (
    select * from {{ ref('ml_churn_training') }}
),

terms as (
    select terms.*
    from training as terms
    inner join training as calibration
        on calibration.part = 'calibration' and calibration.kind = 'sigmoid'
    where terms.part = 'term'
),

curves as (
    {{ linear_curves('terms') }}
)

select * from curves
