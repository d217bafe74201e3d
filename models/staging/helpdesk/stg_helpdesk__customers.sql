{{ config(enabled=is_mapped('helpdesk', 'customers')) }}

with raw as (
    select * from {{ raw_records('helpdesk', 'users') }}
),

cleaned as (
    select
        {{ clean_text('user_id') }} as user_id,
        {{ clean_text('name') }} as name,
        {{ clean_text('email') }} as email,
        {{ clean_text('phone') }} as phone,
        {{ clean_text('organisation') }} as organisation,
        {{ clean_text('created_at') }} as created_at,
        {{ clean_text('updated_at') }} as updated_at,
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
            {{ reject_missing('user_id') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(user_id) as source_customer_id,
        readable_name as full_name,
        usable_email as email,
        usable_phone as phone,
        organisation as company,
        {{ parse_timestamp('created_at') }} as created_at,
        {{ parse_timestamp('updated_at') }} as updated_at,
        {{ corrected_fields([
            ['email', 'usable_email', 'email: invalid'],
            ['phone', 'usable_phone', 'phone: invalid'],
            ['name', 'readable_name', 'name: encoding repaired'],
        ]) }} as corrected_fields,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
