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
    select * from {{ ref('int_identity_formal_names') }}
),

contacts as (
    select * from {{ ref('int_identity_contacts') }}
),

joined as (
    select
        customers.record_key,
        names.given_name,
        names.formal_names,
        names.family_name,
        names.formal_family_names,
        names.is_usual_name,
        customers.birth_digits,
        customers.birth_date,
        contacts.national_id,
        contacts.loyalty_number,
        contacts.email,
        contacts.email_people,
        case when contacts.email is not null then split_part(contacts.email, '@', 1) end as email_local,
        contacts.phone,
        contacts.phone_people,
        customers.address,
        {{ words('customers.address') }} as address_words,
        replace(customers.address, ' ', '') as address_letters,
        customers.city,
        customers.postcode,
        customers.gender,
        customers.attribute_1,
        customers.attribute_2,
        customers.attribute_3,
        names.given_sound,
        names.family_sound
    from customers
    inner join names on customers.record_key = names.record_key
    left join contacts on customers.record_key = contacts.record_key
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
