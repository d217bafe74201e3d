with customers as (
    select
        {{ record_key('source_system', 'source_customer_id') }} as record_key,
        coalesce(
            {{ regex_replace_all('cast(birth_date as string)', '[^0-9]', '') }},
            nullif({{ regex_replace_all('birth_date_text', '[^0-9]', '') }}, '')
        ) as birth_digits,
        birth_date,
        {{ normalise_text('address_line') }} as address,
        {{ normalise_text('city') }} as city,
        {{ normalise_code('postcode') }} as postcode,
        gender,
        {{ normalise_text('coalesce(attribute_1, company)') }} as attribute_1,
        {{ normalise_text('attribute_2') }} as attribute_2,
        {{ normalise_text('attribute_3') }} as attribute_3
    from {{ ref('customers') }}
),

names as (
    select * from {{ ref('int_identity_names') }}
),

short_forms as (
    select
        nickname,
        {{ joined_text('formal_name', ' ', 'formal_name asc nulls last') }} as formal_names
    from {{ ref('nicknames') }}
    group by nickname
),

named as (
    select
        names.*,
        coalesce(short_forms.formal_names, names.given_name) as formal_names,
        -- The family name as a given name, for names that are the wrong way round.
        coalesce(turned_forms.formal_names, names.family_name) as formal_family_names,
        usual_names.given_name is not null as is_usual_name
    from names
    left join short_forms on names.given_name = short_forms.nickname
    left join short_forms as turned_forms on names.family_name = turned_forms.nickname
    left join {{ ref('identity_given_names') }} as usual_names on names.given_name = usual_names.given_name
),

-- A value that more than a handful of people carry says nothing about who somebody is; one that a few share says less.
shared as (
    select
        keys.key_type,
        keys.key_value,
        count(distinct named.formal_names || ' ' || coalesce(named.family_name, '')) as people
    from {{ ref('int_identity_keys') }} as keys
    inner join named on keys.record_key = named.record_key
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
    from {{ ref('int_identity_keys') }} as keys
    inner join shared
        on keys.key_type = shared.key_type and keys.key_value = shared.key_value
    where shared.people <= {{ var('identity_max_sharing_people') }}
    group by keys.record_key
),

-- Of each name once: there are far fewer names than records.
distinct_names as (
    select given_name as name from names
    where given_name is not null
    union
    select family_name as name from names
    where family_name is not null
),

sounds as (
    select
        name,
        {{ sound_key('name') }} as sound
    from distinct_names
),

joined as (
    select
        customers.record_key,
        named.given_name,
        named.formal_names,
        named.family_name,
        named.formal_family_names,
        named.is_usual_name,
        customers.birth_digits,
        customers.birth_date,
        evidence.national_id,
        evidence.loyalty_number,
        evidence.email,
        evidence.email_people,
        case when evidence.email is not null then split_part(evidence.email, '@', 1) end as email_local,
        evidence.phone,
        evidence.phone_people,
        customers.address,
        {{ words('customers.address') }} as address_words,
        replace(customers.address, ' ', '') as address_letters,
        customers.city,
        customers.postcode,
        customers.gender,
        customers.attribute_1,
        customers.attribute_2,
        customers.attribute_3,
        given_sounds.sound as given_sound,
        family_sounds.sound as family_sound
    from customers
    inner join named on customers.record_key = named.record_key
    left join evidence on customers.record_key = evidence.record_key
    left join sounds as given_sounds on named.given_name = given_sounds.name
    left join sounds as family_sounds on named.family_name = family_sounds.name
),

final as (
    select
        *,
        md5(concat_ws(
            '|',
            coalesce(given_name, ''), coalesce(formal_names, ''), coalesce(family_name, ''),
            cast(is_usual_name as string), coalesce(birth_digits, ''),
            coalesce(national_id, ''), coalesce(loyalty_number, ''), coalesce(email, ''), coalesce(phone, ''),
            coalesce(cast(email_people as string), ''), coalesce(cast(phone_people as string), ''),
            coalesce(address, ''), coalesce(city, ''), coalesce(postcode, ''), coalesce(gender, ''),
            coalesce(attribute_1, ''), coalesce(attribute_2, ''), coalesce(attribute_3, '')
        )) as content_hash
    from joined
)

select * from final
