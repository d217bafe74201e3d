with names as (
    select * from {{ ref('int_identity_formal_names') }}
),

keys as (
    select * from {{ ref('int_identity_keys') }}
),

-- A value that more than a handful of people carry says nothing about who somebody is; one that a few share says less.
shared as (
    select
        keys.key_type,
        keys.key_value,
        count(distinct names.formal_names || ' ' || coalesce(names.family_name, '')) as people
    from keys
    inner join names on keys.record_key = names.record_key
    group by keys.key_type, keys.key_value
),

evidence as (
    select
        keys.record_key,
        max(case when keys.key_type = 'email' then keys.key_value end) as email,
        max(case when keys.key_type = 'email' then shared.people end) as email_people,
        max(case when keys.key_type = 'phone' then keys.key_value end) as phone,
        max(case when keys.key_type = 'phone' then shared.people end) as phone_people,
        max(case when keys.key_type = 'loyalty_number' then keys.key_value end) as loyalty_number,
        max(case when keys.key_type = 'national_id' then keys.key_value end) as national_id
    from keys
    inner join shared
        on keys.key_type = shared.key_type and keys.key_value = shared.key_value
    where shared.people <= {{ var('identity_max_sharing_people') }}
    group by keys.record_key
)

select * from evidence
