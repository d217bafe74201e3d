-- Against its own mean the scores of a group have the mean 0 and the mean square 1, up to the rounding of base and
-- deviation to four decimals.
select
    attribute,
    base,
    peer,
    avg(score) as mean_score,
    avg(score * score) as mean_square
from {{ ref('customer_value_segment') }}
where score is not null and not is_base_target
group by attribute, base, peer
having abs(avg(score)) > 0.001 or abs(avg(score * score) - 1) > 0.001
