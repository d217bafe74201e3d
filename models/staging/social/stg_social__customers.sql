{{ config(enabled=is_mapped('social', 'customers')) }}

with raw as (
    select * from {{ raw_records('social', 'profiles') }}
),

cleaned as (
    select
        {{ clean_text('handle') }} as handle,
        {{ clean_text('display_name') }} as display_name,
        {{ clean_text('email') }} as email,
        {{ clean_text('joined_at') }} as joined_at,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ clean_email('email') }} as usable_email,
        {{ repair_encoding('display_name') }} as readable_name
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('handle') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        lower(handle) as source_customer_id,
        readable_name as full_name,
        usable_email as email,
        {{ parse_timestamp('joined_at') }} as created_at,
        {{ corrected_fields([
            ['email', 'usable_email', 'email: invalid'],
            ['display_name', 'readable_name', 'name: encoding repaired'],
        ]) }} as corrected_fields,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
