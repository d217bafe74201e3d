{{ config(access='protected', contract={'enforced': false}) }}

-- The most telling texts of a topic and mood: with the most of its keywords and the clearest mood (a neutral one: the
-- least), the newest of equal ones. A text in which something
-- had to be masked is never quoted.
with texts as (
    select * from {{ ref('int_feedback_scored') }}
    where masked_count = 0 and length(masked_text) between 8 and {{ var('feedback_quote_length') }}
),

keywords as (
    select * from {{ ref('int_feedback_keywords') }}
    where keyword_rank <= 20
),

words as (
    select
        text_key,
        topic,
        language,
        {{ explode_words('terms') }} as word
    from texts
    where terms is not null and terms <> ''
),

weighed as (
    select
        words.text_key,
        cast(sum(cast(keywords.keyword_score as decimal(18, 6))) as double) as keyword_score
    from words
    inner join keywords
        on words.topic = keywords.topic and words.language = keywords.language and words.word = keywords.word
    group by words.text_key
),

distinct_texts as (
    select
        texts.topic,
        texts.language,
        texts.sentiment,
        texts.masked_text,
        max(round(weighed.keyword_score * case
            when texts.sentiment = 'neutral' then 1e0 - abs(texts.sentiment_score)
            else abs(texts.sentiment_score)
        end, 6)) as quote_score,
        max(texts.written_at) as last_written_at
    from texts
    inner join weighed on texts.text_key = weighed.text_key
    where texts.sentiment is not null
    group by texts.topic, texts.language, texts.sentiment, texts.masked_text
),

final as (
    select
        *,
        row_number() over (
            partition by topic, language, sentiment
            order by quote_score desc nulls last, last_written_at desc nulls last, masked_text asc nulls last
        ) as quote_rank
    from distinct_texts
)

select * from final
