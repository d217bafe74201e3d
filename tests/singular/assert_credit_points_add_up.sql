-- The points of a customer's bins add up to the score, unless no feature counts.
with points as (
    select
        contributions.customer_id,
        sum(card.points) as points
    from {{ ref('int_credit_contributions') }} as contributions
    inner join {{ ref('credit_scorecard') }} as card
        on contributions.feature = card.feature and contributions.bin = card.bin
    where contributions.is_as_of
    group by contributions.customer_id
)

select
    scores.customer_id,
    scores.credit_score,
    points.points
from {{ ref('customer_credit_scores') }} as scores
inner join points on scores.customer_id = points.customer_id
where scores.credit_score is not null and abs(scores.credit_score - points.points) > 1e-6
