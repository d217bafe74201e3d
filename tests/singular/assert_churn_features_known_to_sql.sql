-- SQL scores with the features of `churn_features`; the model uses no other, and no curve has more bends than SQL reads.
select
    name,
    count(*) filter (where part = 'term' and kind = 'above') as bends
from {{ ref('ml_churn_training') }}
where part in ('feature', 'term')
group by name
having
    name not in ('{{ churn_features() | join("', '") }}')
    or count(*) filter (where part = 'term' and kind = 'above') > {{ churn_knots() }}
