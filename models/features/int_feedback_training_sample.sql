with texts as (
    select * from {{ ref('int_feedback_texts') }}
    where rating_label is not null or given_topic is not null
),

masked as (
    select * from {{ ref('ml_feedback_texts') }}
),

counted as (
    select count(*) as row_count
    from texts
),

final as (
    select
        texts.text_key,
        masked.language,
        masked.masked_text,
        texts.written_at,
        texts.rating_label,
        texts.given_topic
    from texts
    inner join masked on texts.text_key = masked.text_key
    cross join counted
    where {{ customer_hash('texts.text_key') }} < {{ hash_limit(var('feedback_training_texts'), 'counted.row_count') }}
)

select * from final
