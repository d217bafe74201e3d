-- The labels of the last training month were known on the first validation snapshot.
select *
from {{ ref('churn_model_evaluation') }}
where cast({{ dbt.dateadd('day', var('churn_horizon_days'), 'train_to') }} as date) > validation_from
