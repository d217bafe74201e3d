{{ config(enabled=is_mapped('marketing', 'campaigns')) }}

with raw as (
    select * from {{ raw_records('marketing', 'campaigns') }}
),

cleaned as (
    select
        {{ clean_text('campaign_code') }} as campaign_code,
        {{ clean_text('name') }} as name,
        lower({{ clean_text('channel') }}) as channel,
        lower({{ clean_text('media') }}) as media,
        {{ clean_text('started_at') }} as started_at,
        {{ clean_text('budget') }} as budget,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_money('budget') }} as planned_budget
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('campaign_code') }}
            {{ reject_unreadable('budget', 'planned_budget', 'a number') }}
            {{ reject_negative('budget', 'planned_budget') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(campaign_code) as campaign_id,
        name as campaign_name,
        channel,
        media,
        {{ parse_timestamp('started_at') }} as started_at,
        planned_budget as budget,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
