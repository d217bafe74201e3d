{{ config(enabled=is_mapped('crm', 'customers')) }}

with raw as (
    select * from {{ raw_records('crm', 'contacts') }}
),

country_names as (
    select * from {{ ref('country_names') }}
),

cleaned as (
    select
        {{ clean_text('contact_no') }} as contact_no,
        {{ clean_text('full_name') }} as full_name,
        {{ clean_text('first_name') }} as first_name,
        {{ clean_text('last_name') }} as last_name,
        {{ clean_text('email') }} as email,
        {{ clean_text('mobile') }} as mobile,
        {{ clean_text('birth_date') }} as birth_date,
        {{ clean_text('sex') }} as sex,
        {{ clean_text('street') }} as street,
        {{ clean_text('town') }} as town,
        {{ clean_text('county') }} as county,
        {{ clean_text('post_code') }} as post_code,
        {{ clean_text('country') }} as country,
        {{ clean_text('company') }} as company,
        {{ clean_text('loyalty_no') }} as loyalty_no,
        {{ clean_text('created_on') }} as created_on,
        {{ clean_text('last_modified') }} as last_modified,
        {{ clean_text('consent_marketing') }} as consent_marketing,
        {{ clean_text('deleted_on') }} as deleted_on,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        cleaned.*,
        {{ clean_email('cleaned.email') }} as usable_email,
        {{ clean_phone('cleaned.mobile') }} as usable_phone,
        {{ clean_birth_date('cleaned.birth_date', 'crm') }} as born_on,
        {{ repair_encoding('cleaned.full_name') }} as readable_full_name,
        {{ repair_encoding('cleaned.first_name') }} as readable_first_name,
        {{ repair_encoding('cleaned.last_name') }} as readable_last_name,
        concat_ws(' ', cleaned.full_name, cleaned.first_name, cleaned.last_name) as written_names,
        concat_ws(' ', readable_full_name, readable_first_name, readable_last_name) as readable_names,
        {{ country_code('cleaned.country') }} as iso_country
    from cleaned
    left join country_names
        on lower(cleaned.country) = country_names.country_name
),

judged as (
    select
        *,
        case
            {{ reject_missing('contact_no') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(contact_no) as source_customer_id,
        readable_full_name as full_name,
        readable_first_name as first_name,
        readable_last_name as last_name,
        usable_email as email,
        usable_phone as phone,
        born_on as birth_date,
        {{ clean_gender('sex') }} as gender,
        street as address_line,
        town as city,
        county as region,
        upper(post_code) as postcode,
        iso_country as country_code,
        company,
        upper(loyalty_no) as loyalty_number,
        {{ parse_boolean('consent_marketing') }} as marketing_consent,
        {{ parse_timestamp('created_on') }} as created_at,
        {{ parse_timestamp('last_modified') }} as updated_at,
        {{ parse_timestamp('deleted_on') }} as deleted_at,
        {{ corrected_fields([
            ['birth_date', 'born_on', 'birth_date: implausible'],
            ['email', 'usable_email', 'email: invalid'],
            ['mobile', 'usable_phone', 'phone: invalid'],
            ['written_names', 'readable_names', 'name: encoding repaired'],
            ['country', 'iso_country', 'country: unknown'],
        ]) }} as corrected_fields,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
