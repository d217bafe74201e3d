{{ config(enabled=is_mapped('billing', 'customers')) }}

with raw as (
    select * from {{ raw_records('billing', 'subscribers') }}
),

country_names as (
    select * from {{ ref('country_names') }}
),

cleaned as (
    select
        {{ clean_text('subscriber_no') }} as subscriber_no,
        {{ clean_text('name') }} as name,
        {{ clean_text('email') }} as email,
        {{ clean_text('phone') }} as phone,
        {{ clean_text('birth_date') }} as birth_date,
        {{ clean_text('address') }} as address,
        {{ clean_text('city') }} as city,
        {{ clean_text('postcode') }} as postcode,
        {{ clean_text('country') }} as country,
        {{ clean_text('plan') }} as plan,
        {{ clean_text('loyalty_no') }} as loyalty_no,
        {{ clean_text('started_on') }} as started_on,
        {{ clean_text('updated_at') }} as updated_at,
        {{ clean_text('cancelled_on') }} as cancelled_on,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        cleaned.*,
        {{ clean_email('cleaned.email') }} as usable_email,
        {{ clean_phone('cleaned.phone') }} as usable_phone,
        {{ clean_birth_date('cleaned.birth_date', 'billing') }} as born_on,
        {{ repair_encoding('cleaned.name') }} as readable_name,
        {{ country_code('cleaned.country') }} as iso_country
    from cleaned
    left join country_names
        on lower(cleaned.country) = country_names.country_name
),

judged as (
    select
        *,
        case
            {{ reject_missing('subscriber_no') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(subscriber_no) as source_customer_id,
        readable_name as full_name,
        usable_email as email,
        usable_phone as phone,
        born_on as birth_date,
        address as address_line,
        city,
        upper(postcode) as postcode,
        iso_country as country_code,
        upper(loyalty_no) as loyalty_number,
        {{ parse_timestamp('started_on') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ parse_timestamp('cancelled_on') }} as deleted_at,
        {{ corrected_fields([
            ['birth_date', 'born_on', 'birth_date: implausible'],
            ['email', 'usable_email', 'email: invalid'],
            ['phone', 'usable_phone', 'phone: invalid'],
            ['name', 'readable_name', 'name: encoding repaired'],
            ['country', 'iso_country', 'country: unknown'],
        ]) }} as corrected_fields,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
