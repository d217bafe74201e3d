-- The two records of every edge are one customer, and a customer id derives from one record only.
select
    edges.node_1 as found,
    edges.node_2 as other_found
from {{ ref('int_identity_edges') }} as edges
inner join {{ ref('int_identity_clusters') }} as one on edges.node_1 = one.record_key
inner join {{ ref('int_identity_clusters') }} as other on edges.node_2 = other.record_key
where one.customer_id <> other.customer_id
union all
select
    customer_id as found,
    min(record_key) as other_found
from {{ ref('int_identity_clusters') }}
group by customer_id
having count(*) filter (where is_oldest_record) <> 1
