{{ config(enabled=is_mapped('shop', 'reviews')) }}

with raw as (
    select * from {{ raw_records('shop', 'reviews') }}
),

cleaned as (
    select
        {{ clean_text('review_id') }} as review_id,
        {{ clean_text('account_id') }} as account_id,
        {{ clean_text('sku') }} as sku,
        {{ clean_text('posted_at') }} as posted_at,
        {{ clean_text('stars') }} as stars,
        {{ clean_text('body') }} as body,
        lower({{ clean_text('lang') }}) as lang,
        source_file,
        source_row,
        {{ row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ parse_timestamp('posted_at') }} as posted_on,
        {{ try_cast('stars', 'decimal(18, 4)') }} as rating
    from cleaned
),

judged as (
    select
        *,
        case
            {{ reject_missing('review_id') }}
            {{ reject_event_time('posted_at', 'posted_on', 'shop') }}
            {{ reject_unreadable('stars', 'rating', 'a number') }}
            {{ reject_out_of_range('stars', 'rating', 1, 5) }}
        end as reject_reason
    from typed
),

renamed as (
    select
        upper(review_id) as review_id,
        upper(account_id) as source_customer_id,
        upper(sku) as product_id,
        posted_on as posted_at,
        rating,
        body,
        lang as language,
        'shop' as site,
        {{ bookkeeping() }}
    from judged
)

select * from renamed
