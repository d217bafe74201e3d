-- Every reason that Python gives is put into words by the seed, and every feature of the model has words for high and
-- low.
select
    features.feature,
    'no words' as fault
from {{ ref('churn_model_features') }} as features
left join {{ ref('churn_reason_texts') }} as texts on features.feature = texts.feature
group by features.feature
having count(*) filter (where texts.direction in ('high', 'low')) != 2
union all
select
    scores.reason_1_feature as feature,
    'reason lost' as fault
from {{ ref('ml_churn_scores') }} as scores
inner join {{ ref('customer_churn') }} as churn on scores.customer_id = churn.customer_id
where scores.reason_1_feature is not null and churn.reason_1 is null
