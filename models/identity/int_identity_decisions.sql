with comparisons as (
    select * from {{ ref('int_identity_comparisons') }}
),

judged as (
    select
        *,
        case
            when name_level = 'different' and birth_level = 'different' then 'veto: name and birth date differ'
            when same_loyalty_number and (name_level <> 'different' or birth_level in ('same', 'similar'))
                then 'match: loyalty number'
            when birth_level = 'different' then 'veto: birth dates differ'
            when name_level = 'same' then 'match: contact and name'
            when name_level = 'similar' then 'match: contact and given name'
            when name_level = 'given_only' and birth_level = 'same' then 'match: contact, given name and birth date'
            when name_level = 'given_only' and same_email and same_phone then 'match: both contacts and given name'
            when name_level = 'given_only' and same_email and given_level in ('same', 'nickname')
                then 'match: e-mail and given name'
            when name_level = 'missing' then 'match: contact, no name against it'
            else 'no match: shared contact, other name'
        end as first_decision
    from comparisons
),

weighed as (
    select
        *,
        first_decision like 'match%' as is_candidate,
        first_decision like 'match%' and not same_loyalty_number and birth_level <> 'same' as is_weak
    from judged
),

views as (
    select
        record_key_1 as record_key,
        record_key_2 as other_key,
        is_candidate,
        is_weak,
        is_vague_1 as is_vague,
        birth_level
    from weighed
    union all
    select
        record_key_2 as record_key,
        record_key_1 as other_key,
        is_candidate,
        is_weak,
        is_vague_2 as is_vague,
        birth_level
    from weighed
),

-- A record that fits two others which do not fit each other could be either person: J Smith beside Jane and John, a
-- record without a name in a family's mailbox, a record without a birth date between father and son of the same name.
torn as (
    select distinct
        one.record_key,
        one.other_key,
        one.is_vague
    from views as refusals
    inner join views as one
        on refusals.record_key = one.other_key
    inner join views as two
        on
            refusals.other_key = two.other_key
            and one.record_key = two.record_key
    where
        not refusals.is_candidate
        and one.is_weak
        and two.is_candidate
        and (one.is_vague or (refusals.birth_level = 'different' and one.birth_level = 'missing'))
),

torn_pairs as (
    select distinct
        least(record_key, other_key) as record_key_1,
        greatest(record_key, other_key) as record_key_2
    from torn
),

nameless as (
    select distinct record_key from torn
    where is_vague
),

decided as (
    select
        weighed.record_key_1,
        weighed.record_key_2,
        weighed.same_email,
        weighed.same_phone,
        weighed.same_loyalty_number,
        weighed.given_level,
        weighed.family_level,
        weighed.name_level,
        weighed.birth_level,
        case
            when torn_pairs.record_key_1 is not null then 'no match: fits two different people'
            when
                weighed.is_weak
                and weighed.name_level = 'missing'
                and (torn_1.record_key is not null or torn_2.record_key is not null)
                then 'no match: fits two different people'
            else weighed.first_decision
        end as decision
    from weighed
    left join torn_pairs
        on weighed.record_key_1 = torn_pairs.record_key_1 and weighed.record_key_2 = torn_pairs.record_key_2
    left join nameless as torn_1 on weighed.record_key_1 = torn_1.record_key
    left join nameless as torn_2 on weighed.record_key_2 = torn_2.record_key
),

final as (
    select
        *,
        decision like 'match%' as is_match
    from decided
)

select * from final
