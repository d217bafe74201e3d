{{ config(access='protected', contract={'enforced': false}) }}

with texts as (
    select * from {{ ref('int_feedback_texts') }}
),

masked as (
    select * from {{ ref('ml_feedback_texts') }}
),

scores as (
    select * from {{ ref('ml_feedback_scores') }}
),

bands as (
    select * from {{ ref('feedback_sentiment_bands') }}
),

outcomes as (
    select
        'ticket:' || ticket_key as text_key,
        need_outcome
    from {{ ref('int_ticket_outcomes') }}
),

joined as (
    select
        texts.text_key,
        texts.source,
        texts.customer_id,
        texts.written_at,
        cast(date_trunc('month', texts.written_at) as date) as month,
        masked.language,
        masked.masked_text,
        masked.masked_count,
        2e0 * scores.sentiment_probability - 1e0 as sentiment_score,
        scores.sentiment_method,
        coalesce(texts.given_topic, scores.topic) as topic,
        case when texts.given_topic is not null then 'given' else scores.topic_method end as topic_method,
        scores.reason_1,
        scores.reason_2,
        scores.reason_3,
        scores.terms,
        outcomes.need_outcome
    from texts
    inner join masked on texts.text_key = masked.text_key
    inner join scores on texts.text_key = scores.text_key
    left join outcomes on texts.text_key = outcomes.text_key
),

final as (
    select
        joined.*,
        bands.sentiment,
        case
            when joined.need_outcome in ('met', 'unmet') then joined.need_outcome
            when joined.source = 'ticket' then 'undecided'
            when bands.sentiment = 'positive' then 'met'
            when bands.sentiment = 'negative' then 'unmet'
            else 'undecided'
        end as need
    from joined
    left join bands
        on
            joined.sentiment_score >= bands.score_from
            and (joined.sentiment_score < bands.score_below or bands.score_below = 1)
)

select * from final
