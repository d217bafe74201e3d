-- The models use no feature but those that SQL reads, no curve bends more often than SQL reads, and every feature that
-- may be a reason has words for high and low.
with terms as (
    select
        question,
        feature,
        case when term = 'above' then 1 else 0 end as bends
    from {{ ref('purchase_propensity_coefficients') }}
    where term <> 'intercept' and feature not like 'category: %'
),

texts as (
    select
        feature,
        count(*) as directions
    from {{ ref('propensity_reason_texts') }}
    where direction in ('high', 'low')
    group by feature
)

select
    terms.question,
    terms.feature
from terms
left join texts on terms.feature = texts.feature
group by terms.question, terms.feature, texts.directions
having
    sum(terms.bends) > {{ churn_knots() }}
    or (terms.question = 'purchase' and coalesce(texts.directions, 0) <> 2)
    or (
        terms.question in ('purchase', 'spend')
        and terms.feature not in ('{{ churn_features() | join("', '") }}') -- noqa: LT05
    )
    or (
        terms.question = 'category'
        and terms.feature not in ('{{ category_history_features() | join("', '") }}') -- noqa: LT05
    )
