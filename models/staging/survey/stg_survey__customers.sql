{{ config(enabled=is_mapped('survey', 'customers')) }}

with raw as (
    select * from {{ raw_records('survey', 'contacts') }}
),

cleaned as (
    select
        {{ clean_text('contact_id') }} as contact_id,
        {{ clean_text('name') }} as name,
        {{ clean_text('email') }} as email,
        {{ clean_text('phone') }} as phone,
        {{ clean_text('created_at') }} as created_at,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ clean_email('email') }} as usable_email,
        {{ clean_phone('phone') }} as usable_phone,
        {{ repair_encoding('name') }} as readable_name
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('contact_id') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(contact_id) as source_customer_id,
        readable_name as full_name,
        usable_email as email,
        usable_phone as phone,
        {{ parse_timestamp('created_at') }} as created_at,
        {{ corrected_fields([
            ['email', 'usable_email', 'email: invalid'],
            ['phone', 'usable_phone', 'phone: invalid'],
            ['name', 'readable_name', 'name: encoding repaired'],
        ]) }} as corrected_fields,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
