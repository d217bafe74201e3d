-- The model uses no feature but those that SQL reads (`churn_features`), and no curve bends more often than SQL reads.
with parts as (
    select
        name,
        case when part = 'term' and kind = 'above' then 1 else 0 end as bends,
        case when name in ('{{ churn_features() | join("', '") }}') then 1 else 0 end as is_known -- noqa: LT05
    from {{ ref('ml_churn_training') }}
    where part in ('feature', 'term')
)

select
    name,
    sum(bends) as bends
from parts
group by name
having min(is_known) = 0 or sum(bends) > {{ churn_knots() }}
