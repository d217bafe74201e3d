{{ config(enabled=is_mapped('marketing', 'customers')) }}

with raw as (
    select * from {{ raw_records('marketing', 'subscribers') }}
),

cleaned as (
    select
        {{ clean_text('subscriber_id') }} as subscriber_id,
        {{ clean_text('email') }} as email,
        {{ clean_text('name') }} as name,
        {{ clean_text('phone') }} as phone,
        {{ clean_text('loyalty_no') }} as loyalty_no,
        {{ clean_text('opted_in') }} as opted_in,
        {{ clean_text('joined_at') }} as joined_at,
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
            {{ reject_missing('subscriber_id') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(subscriber_id) as source_customer_id,
        readable_name as full_name,
        usable_email as email,
        usable_phone as phone,
        upper(loyalty_no) as loyalty_number,
        {{ parse_boolean('opted_in') }} as marketing_consent,
        {{ parse_timestamp('joined_at') }} as created_at,
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
