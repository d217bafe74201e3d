-- The two records of every sure edge are one customer unless their component could not stand; records that a person
-- said not to be one are not; an id derives from one record, and no customer is too large.
select
    decisions.record_key_1 as found,
    decisions.record_key_2 as other_found
from {{ ref('int_identity_decisions') }} as decisions
inner join {{ ref('int_identity_clusters') }} as one on decisions.record_key_1 = one.record_key
inner join {{ ref('int_identity_clusters') }} as other on decisions.record_key_2 = other.record_key
inner join {{ ref('int_identity_components') }} as components on decisions.record_key_1 = components.node
left join {{ ref('int_identity_conflicted') }} as conflicted on components.component = conflicted.component
where
    (decisions.is_match and decisions.is_sure and conflicted.component is null and one.customer_id <> other.customer_id)
    or (decisions.decision = 'cannot link' and one.customer_id = other.customer_id)
union all
select
    customer_id as found,
    min(record_key) as other_found
from {{ ref('int_identity_clusters') }}
group by customer_id
having count(*) filter (where is_oldest_record) <> 1 or count(*) > {{ var('identity_max_cluster_size') }}
