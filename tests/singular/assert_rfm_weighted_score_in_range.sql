-- The weighted score is a mean of scores: between the lowest and the highest of the three (to rounding).
select
    customer_id,
    r_score,
    f_score,
    m_score,
    weighted_score
from {{ ref('customer_rfm') }}
where
    weighted_score is null
    or weighted_score < least(r_score, f_score, m_score) - 1e-9
    or weighted_score > greatest(r_score, f_score, m_score) + 1e-9
