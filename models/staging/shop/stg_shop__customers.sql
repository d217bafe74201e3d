{{ config(enabled=is_mapped('shop', 'customers')) }}

with raw as (
    select * from {{ raw_records('shop', 'accounts') }}
),

country_names as (
    select * from {{ ref('country_names') }}
),

cleaned as (
    select
        {{ clean_text('account_id') }} as account_id,
        {{ clean_text('name') }} as name,
        {{ clean_text('email_address') }} as email_address,
        {{ clean_text('phone') }} as phone,
        {{ clean_text('loyalty_card') }} as loyalty_card,
        {{ clean_text('date_of_birth') }} as date_of_birth,
        {{ clean_text('gender') }} as gender,
        {{ clean_text('address') }} as address,
        {{ clean_text('city') }} as city,
        {{ clean_text('zip') }} as zip,
        {{ clean_text('country_code') }} as country_code,
        {{ clean_text('registered_at') }} as registered_at,
        {{ clean_text('updated_at') }} as updated_at,
        {{ clean_text('newsletter') }} as newsletter,
        {{ clean_text('closed_at') }} as closed_at,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        cleaned.*,
        {{ clean_email('cleaned.email_address') }} as usable_email,
        {{ clean_phone('cleaned.phone') }} as usable_phone,
        {{ clean_birth_date('cleaned.date_of_birth', 'shop') }} as born_on,
        {{ repair_encoding('cleaned.name') }} as readable_name,
        {{ country_code('cleaned.country_code') }} as iso_country
    from cleaned
    left join country_names
        on lower(cleaned.country_code) = country_names.country_name
),

judged as (
    select
        *,
        case
            {{ reject_missing('account_id') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(account_id) as source_customer_id,
        readable_name as full_name,
        usable_email as email,
        usable_phone as phone,
        born_on as birth_date,
        {{ clean_gender('gender') }} as gender,
        address as address_line,
        city,
        upper(zip) as postcode,
        iso_country as country_code,
        upper(loyalty_card) as loyalty_number,
        {{ parse_boolean('newsletter') }} as marketing_consent,
        {{ parse_timestamp('registered_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ parse_timestamp('closed_at') }} as deleted_at,
        {{ corrected_fields([
            ['date_of_birth', 'born_on', 'birth_date: implausible'],
            ['email_address', 'usable_email', 'email: invalid'],
            ['phone', 'usable_phone', 'phone: invalid'],
            ['name', 'readable_name', 'name: encoding repaired'],
            ['country_code', 'iso_country', 'country: unknown'],
        ]) }} as corrected_fields,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
