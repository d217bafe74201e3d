-- A harmonic mean lies between the smaller part and the geometric mean, and its reciprocal is the mean of the parts'
-- reciprocals.
select
    customer_id,
    lifetime_value_score,
    purchase_rate_score,
    potential_score
from {{ ref('customer_value_potential') }}
where
    potential_score < least(lifetime_value_score, purchase_rate_score) - 0.000001
    or potential_score * potential_score > lifetime_value_score * purchase_rate_score + 0.000002
    or abs(
        potential_score * (lifetime_value_score + purchase_rate_score)
        - 2e0 * lifetime_value_score * purchase_rate_score
    ) > 0.000002
