-- The probabilities of a trait's values add up to 1, in each cluster and for each value of the parent.
select
    trait,
    case when trait != 'cluster' then cluster_number end as cluster_number,
    parent_value,
    sum(probability) as total
from {{ ref('segment_network') }}
group by trait, case when trait != 'cluster' then cluster_number end, parent_value
having abs(sum(probability) - 1) > 0.000001
