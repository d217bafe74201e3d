with comparisons as (
    select * from {{ ref('int_identity_comparisons') }}
),

decided as (
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
            when name_level = 'missing' and given_names_on_value <= 1 then 'match: contact that one given name uses'
            when name_level = 'missing' then 'no match: shared contact, no name'
            else 'no match: shared contact, other name'
        end as decision
    from comparisons
),

final as (
    select
        *,
        decision like 'match%' as is_match
    from decided
)

select * from final
