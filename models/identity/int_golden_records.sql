with candidates as (
    select * from {{ ref('int_golden_candidates') }}
),

-- Name and address are taken whole from one record: parts of two addresses make a third that nobody lives at.
chosen as (
    select
        customer_id,
        min_by(record_key, name_place) filter (where full_name is not null or last_name is not null) as name_record_key,
        min_by(record_key, address_place) filter (where address_line is not null) as address_record_key,
        min_by(email, email_place) filter (where email is not null and not is_stop_email) as email,
        min_by(phone, phone_place) filter (where phone is not null and not is_stop_phone) as phone,
        min_by(birth_date, birth_date_place) filter (where birth_date is not null) as birth_date,
        min_by(gender, gender_place) filter (where gender is not null) as gender,
        min_by(country_code, address_place) filter (where country_code is not null) as country_code,
        min_by(company, company_place) filter (where company is not null) as company,
        min_by(loyalty_number, loyalty_number_place) filter (where loyalty_number is not null) as loyalty_number,
        min_by(marketing_consent, marketing_consent_place) filter (where marketing_consent is not null)
            as marketing_consent,
        min(coalesce(created_at, updated_at)) as first_seen_at,
        max(coalesce(updated_at, created_at)) as updated_at,
        case when bool_and(deleted_at is not null) then max(deleted_at) end as closed_at,
        count(*) as record_count,
        count(distinct source_system) as system_count
    from candidates
    group by customer_id
),

final as (
    select
        chosen.customer_id,
        coalesce(
            names.full_name,
            nullif(trim(concat(coalesce(names.first_name, ''), ' ', coalesce(names.last_name, ''))), '')
        ) as full_name,
        names.first_name,
        names.last_name,
        chosen.email,
        chosen.phone,
        chosen.birth_date,
        chosen.gender,
        addresses.address_line,
        addresses.city,
        addresses.region,
        addresses.postcode,
        coalesce(addresses.country_code, chosen.country_code) as country_code,
        chosen.company,
        chosen.loyalty_number,
        chosen.marketing_consent,
        chosen.first_seen_at,
        chosen.updated_at,
        chosen.closed_at,
        cast(chosen.record_count as int) as record_count,
        cast(chosen.system_count as int) as system_count
    from chosen
    left join candidates as names
        on chosen.name_record_key = names.record_key
    left join candidates as addresses
        on chosen.address_record_key = addresses.record_key
)

select * from final
