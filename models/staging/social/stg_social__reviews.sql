{{ config(enabled=is_mapped('social', 'reviews')) }}

with raw as (
    select * from {{ raw_records('social', 'posts') }}
),

cleaned as (
    select
        {{ clean_text('post_id') }} as post_id,
        {{ clean_text('handle') }} as handle,
        {{ clean_text('posted_at') }} as posted_at,
        {{ clean_text('sku') }} as sku,
        {{ clean_text('rating') }} as rating,
        {{ clean_text('body') }} as body,
        lower({{ clean_text('lang') }}) as lang,
        lower({{ clean_text('site') }}) as site,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_timestamp('posted_at') }} as posted_on,
        {{ try_cast('rating', 'decimal(18, 4)') }} as stars
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('post_id') }}
            {{ reject_event_time('posted_at', 'posted_on', 'social') }}
            {{ reject_unreadable('rating', 'stars', 'a number') }}
            {{ reject_out_of_range('rating', 'stars', 1, 5) }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(post_id) as review_id,
        lower(handle) as source_customer_id,
        'shop' as product_system,
        upper(sku) as product_id,
        posted_on as posted_at,
        stars as rating,
        body,
        lang as language,
        site,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
