with pairs as (
    select * from {{ ref('int_identity_pairs') }}
),

people as (
    select
        names.record_key,
        names.given_name,
        names.family_name,
        names.formal_given_name,
        customers.birth_date,
        cast(customers.birth_date as string) as birth_text
    from {{ ref('int_identity_names') }} as names
    inner join {{ ref('customers') }} as customers
        on names.record_key = {{ record_key('customers.source_system', 'customers.source_customer_id') }}
),

nicknames as (
    select * from {{ ref('nicknames') }}
),

facing as (
    select
        pairs.*,
        one.given_name as given_1,
        other.given_name as given_2,
        one.family_name as family_1,
        other.family_name as family_2,
        one.birth_date as birth_date_1,
        other.birth_date as birth_date_2,
        one.birth_text as birth_text_1,
        other.birth_text as birth_text_2,
        one.formal_given_name = other.formal_given_name
        or short_1.nickname is not null
        or short_2.nickname is not null as is_nickname
    from pairs
    inner join people as one on pairs.record_key_1 = one.record_key
    inner join people as other on pairs.record_key_2 = other.record_key
    left join nicknames as short_1
        on one.given_name = short_1.nickname and other.given_name = short_1.formal_name
    left join nicknames as short_2
        on other.given_name = short_2.nickname and one.given_name = short_2.formal_name
),

levels as (
    select
        *,
        case
            when given_1 is null or given_2 is null then 'missing'
            when given_1 = given_2 then 'same'
            when is_nickname then 'nickname'
            when length(given_1) = 1 or length(given_2) = 1
                then case when substr(given_1, 1, 1) = substr(given_2, 1, 1) then 'initial' else 'different' end
            when {{ similar_text('given_1', 'given_2') }} then 'similar'
            else 'different'
        end as given_level,
        case
            when family_1 is null or family_2 is null then 'missing'
            when family_1 = family_2 then 'same'
            when {{ similar_text('family_1', 'family_2') }} then 'similar'
            else 'different'
        end as family_level,
        coalesce(given_1 = family_2 and given_2 = family_1, false) as is_swapped,
        case
            when birth_date_1 is null or birth_date_2 is null then 'missing'
            when birth_date_1 = birth_date_2 then 'same'
            when levenshtein(birth_text_1, birth_text_2) = 1 then 'similar'
            when
                substr(birth_text_1, 1, 4) = substr(birth_text_2, 1, 4)
                and substr(birth_text_1, 6, 2) = substr(birth_text_2, 9, 2)
                and substr(birth_text_1, 9, 2) = substr(birth_text_2, 6, 2) then 'similar'
            else 'different'
        end as birth_level
    from facing
),

named as (
    select
        *,
        case
            when is_swapped then 'same'
            when given_level = 'missing' then 'missing'
            when given_level = 'different' then 'different'
            when family_level in ('same', 'similar') then 'same'
            when family_level = 'missing' then 'similar'
            else 'given_only'
        end as name_level
    from levels
)

select
    record_key_1,
    record_key_2,
    same_email,
    same_phone,
    same_loyalty_number,
    given_names_on_value,
    given_level,
    family_level,
    name_level,
    birth_level
from named
