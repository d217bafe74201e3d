{{ config(enabled=is_mapped('survey', 'survey_responses')) }}

with raw as (
    select * from {{ raw_records('survey', 'responses') }}
),

survey_types as (
    select * from {{ ref('satisfaction_survey_types') }}
),

cleaned as (
    select
        {{ clean_text('response_id') }} as response_id,
        {{ clean_text('contact_id') }} as contact_id,
        {{ clean_text('submitted_at') }} as submitted_at,
        lower({{ clean_text('survey') }}) as survey,
        lower({{ clean_text('touchpoint') }}) as touchpoint,
        lower({{ clean_text('channel') }}) as channel,
        {{ clean_text('order_no') }} as order_no,
        {{ clean_text('score') }} as score,
        {{ clean_text('scale') }} as scale,
        {{ clean_text('comment') }} as comment,
        lower({{ clean_text('lang') }}) as lang,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        cleaned.*,
        {{ parse_timestamp('submitted_at') }} as responded_at,
        {{ try_cast('cleaned.score', 'decimal(18, 4)') }} as score_value,
        coalesce({{ parse_integer("split_part(cleaned.scale, '-', 1)") }}, survey_types.standard_min) as scale_min,
        coalesce({{ parse_integer("split_part(cleaned.scale, '-', 2)") }}, survey_types.standard_max) as scale_max
    from cleaned
    left join survey_types
        on cleaned.survey = survey_types.survey_type
),

judged as (
    select
        *,
        case
            {{ reject_missing('response_id') }}
            {{ reject_event_time('submitted_at', 'responded_at', 'survey') }}
            {{ reject_unknown_value('survey', 'survey', ['csat', 'nps', 'ces']) }}
            {{ reject_missing('score') }}
            {{ reject_unreadable('score', 'score_value', 'a number') }}
            {{ reject_out_of_range('score', 'score_value', 'scale_min', 'scale_max') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(response_id) as response_id,
        upper(contact_id) as source_customer_id,
        responded_at,
        survey as survey_type,
        touchpoint,
        channel,
        'shop' as order_system,
        upper(order_no) as order_id,
        score_value as score,
        scale_min,
        scale_max,
        comment,
        lang as language,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
