-- Scores have six decimals: summed as decimals, the order of the rows does not matter.
with scored as (
    select * from {{ ref('int_feedback_scored') }}
    where language is not null
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

counted as (
    select
        topic,
        language,
        count(*) as texts,
        count(*) filter (where source = 'ticket') as tickets,
        count(*) filter (where source = 'review') as reviews,
        count(*) filter (where source = 'survey') as survey_comments,
        count(distinct customer_id) as customers,
        count(*) filter (where topic_method = 'given') as topics_given,
        count(sentiment) as judged,
        count(*) filter (where sentiment = 'negative') as negative_texts,
        count(*) filter (where sentiment = 'positive') as positive_texts,
        {{ safe_divide('sum(cast(sentiment_score as decimal(9, 6)))', 'count(sentiment_score)') }} as sentiment_score,
        cast(min(written_at) as date) as first_written_on,
        cast(max(written_at) as date) as last_written_on
    from scored
    group by topic, language
),

totals as (
    select
        language,
        sum(texts) as texts
    from counted
    group by language
),

keywords as (
    select
        topic,
        language,
        {{ joined_text('word', ', ', 'keyword_rank asc nulls last') }} as keywords
    from {{ ref('int_feedback_keywords') }}
    where keyword_rank <= 8
    group by topic, language
),

quotes as (
    select
        topic,
        language,
        max(case when sentiment = 'negative' then masked_text end) as negative_quote,
        max(case when sentiment = 'neutral' then masked_text end) as neutral_quote,
        max(case when sentiment = 'positive' then masked_text end) as positive_quote
    from {{ ref('int_feedback_quotes') }}
    where quote_rank = 1
    group by topic, language
),

final as (
    select
        cast(counted.topic as string) as topic,
        cast(counted.language as string) as language,
        as_of.as_of_date,
        counted.texts,
        {{ safe_divide('counted.texts', 'totals.texts') }} as texts_share,
        counted.tickets,
        counted.reviews,
        counted.survey_comments,
        counted.topics_given,
        counted.customers,
        counted.sentiment_score,
        counted.negative_texts,
        counted.positive_texts,
        {{ safe_divide('counted.negative_texts', 'counted.judged') }} as negative_share,
        {{ wilson_lower('counted.negative_texts', 'counted.judged') }} as negative_share_lower,
        {{ wilson_upper('counted.negative_texts', 'counted.judged') }} as negative_share_upper,
        cast(keywords.keywords as string) as keywords,
        cast(quotes.negative_quote as string) as negative_quote,
        cast(quotes.neutral_quote as string) as neutral_quote,
        cast(quotes.positive_quote as string) as positive_quote,
        counted.first_written_on,
        counted.last_written_on
    from counted
    cross join as_of
    inner join totals on counted.language = totals.language
    left join keywords on counted.topic = keywords.topic and counted.language = keywords.language
    left join quotes on counted.topic = quotes.topic and counted.language = quotes.language
)

select * from final
