-- The labels of the last training month were known on the first validation snapshot.
select *
from {{ ref('churn_model_evaluation') }}
where cast(train_to + interval {{ var('churn_horizon_days') }} day as date) > validation_from
