{{ config(enabled=is_mapped('marketing', 'marketing_spend')) }}

with raw as (
    select * from {{ raw_records('marketing', 'spend') }}
),

cleaned as (
    select
        {{ clean_text('spend_date') }} as spend_date,
        lower({{ clean_text('channel') }}) as channel,
        lower({{ clean_text('media') }}) as media,
        {{ clean_text('campaign_code') }} as campaign_code,
        {{ clean_text('amount') }} as amount,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        cast({{ parse_timestamp('spend_date') }} as date) as spent_on,
        {{ parse_money('amount') }} as amount_spent
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('spend_date') }}
            {{ reject_unreadable('spend_date', 'spent_on', 'a date') }}
            {{ reject_missing('amount') }}
            {{ reject_unreadable('amount', 'amount_spent', 'a number') }}
            {{ reject_negative('amount', 'amount_spent') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        spent_on as spend_date,
        channel,
        media,
        upper(campaign_code) as campaign_id,
        amount_spent as amount,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
