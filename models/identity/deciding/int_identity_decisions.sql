with scores as (
    select * from {{ ref('int_identity_scores') }}
),

overrides as (
    select * from {{ ref('int_identity_overrides') }}
),

decided as (
    select
        coalesce(scores.record_key_1, overrides.record_key_1) as record_key_1,
        coalesce(scores.record_key_2, overrides.record_key_2) as record_key_2,
        scores.match_weight,
        scores.match_probability,
        case
            when overrides.decision is not null then overrides.decision
            when scores.veto_reason is not null then 'veto'
            when scores.match_probability >= {{ var('identity_match_probability') }} then 'match'
            when scores.match_probability >= {{ var('identity_review_probability') }} then 'review'
            else 'no match'
        end as decision,
        coalesce(overrides.reason, scores.veto_reason) as reason,
        case
            when overrides.decision is not null then overrides.decision = 'must link'
            else scores.veto_reason is null and scores.match_probability >= {{ var('identity_sure_probability') }}
        end as is_sure,
        -- What cannot be one person: a veto, or birth dates that differ in a pair that is no match.
        case
            when overrides.decision is not null then overrides.decision = 'cannot link'
            else
                scores.veto_reason is not null
                or (
                    scores.birth_date_level = 'different'
                    and scores.match_probability < {{ var('identity_match_probability') }}
                )
        end as is_conflict
    from scores
    full outer join overrides
        on scores.record_key_1 = overrides.record_key_1 and scores.record_key_2 = overrides.record_key_2
),

final as (
    select
        *,
        decision in ('match', 'must link') as is_match
    from decided
)

select * from final
