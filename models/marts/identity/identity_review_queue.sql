with decisions as (
    select * from {{ ref('int_identity_decisions') }}
),

members as (
    select * from {{ ref('customer_identity_map') }}
),

-- Pairs between the two thresholds, and matches that the guards kept apart; what a person has decided is not asked
-- again.
open_pairs as (
    select
        decisions.record_key_1,
        decisions.record_key_2,
        decisions.match_weight,
        decisions.match_probability,
        decisions.decision,
        one.customer_id as customer_id_1,
        other.customer_id as customer_id_2,
        one.cluster_size as cluster_size_1,
        other.cluster_size as cluster_size_2,
        row_number() over (
            partition by least(one.customer_id, other.customer_id), greatest(one.customer_id, other.customer_id)
            order by
                decisions.match_weight desc nulls last,
                decisions.record_key_1 asc nulls last,
                decisions.record_key_2 asc nulls last
        ) as pair_rank,
        count(*) over (
            partition by least(one.customer_id, other.customer_id), greatest(one.customer_id, other.customer_id)
        ) as pairs
    from decisions
    inner join members as one on decisions.record_key_1 = one.record_key
    inner join members as other on decisions.record_key_2 = other.record_key
    where
        one.customer_id <> other.customer_id
        and decisions.decision in ('review', 'match')
),

refused as (
    select distinct
        least(one.customer_id, other.customer_id) as smaller_id,
        greatest(one.customer_id, other.customer_id) as larger_id
    from decisions
    inner join members as one on decisions.record_key_1 = one.record_key
    inner join members as other on decisions.record_key_2 = other.record_key
    where decisions.decision = 'cannot link'
),

cuts as (
    select
        one.record_key as record_key_1,
        other.record_key as record_key_2,
        links.cut_reason
    from {{ ref('int_identity_links') }} as links
    inner join {{ ref('int_identity_cores') }} as one on links.node_1 = one.core
    inner join {{ ref('int_identity_cores') }} as other on links.node_2 = other.core
    where links.cut_reason is not null
),

final as (
    select
        open_pairs.customer_id_1,
        open_pairs.customer_id_2,
        open_pairs.record_key_1,
        open_pairs.record_key_2,
        case
            when open_pairs.decision = 'review' then 'between the thresholds'
            else 'cut: ' || coalesce(cuts.cut_reason, 'a chain of weak ties')
        end as review_reason,
        open_pairs.match_weight,
        open_pairs.match_probability,
        {{ evidence_text('scores') }} as evidence,
        cast(open_pairs.pairs as int) as pairs,
        cast(open_pairs.cluster_size_1 + open_pairs.cluster_size_2 as int) as records_if_accepted
    from open_pairs
    inner join {{ ref('int_identity_scores') }} as scores
        on
            open_pairs.record_key_1 = scores.record_key_1
            and open_pairs.record_key_2 = scores.record_key_2
    left join cuts
        on
            open_pairs.record_key_1 = least(cuts.record_key_1, cuts.record_key_2)
            and open_pairs.record_key_2 = greatest(cuts.record_key_1, cuts.record_key_2)
    left join refused
        on
            least(open_pairs.customer_id_1, open_pairs.customer_id_2) = refused.smaller_id
            and greatest(open_pairs.customer_id_1, open_pairs.customer_id_2) = refused.larger_id
    where open_pairs.pair_rank = 1 and refused.smaller_id is null
)

select * from final
