{{ config(access='protected', contract={'enforced': false}) }}

-- Log-odds of a word in a topic against the other topics, with all texts as informative Dirichlet prior
-- (Monroe, Colaresi and Quinn 2008, "Fightin' words", Political Analysis 16(4): 372-403, equations 16, 19, 20 and 22).
with words as (
    select
        topic,
        language,
        customer_id,
        {{ explode_words('terms') }} as word
    from {{ ref('int_feedback_scored') }}
    where terms is not null and terms <> ''
),

counted as (
    select
        topic,
        language,
        word,
        count(*) as texts,
        count(distinct customer_id) as customers
    from words
    group by topic, language, word
),

word_totals as (
    select
        language,
        word,
        cast(sum(texts) as double) as texts
    from counted
    group by language, word
),

topic_totals as (
    select
        topic,
        language,
        cast(sum(texts) as double) as words
    from counted
    group by topic, language
),

language_totals as (
    select
        language,
        sum(words) as words
    from topic_totals
    group by language
),

-- With the prior: twice the word's own count, of the topic and of the whole.
smoothed as (
    select
        counted.topic,
        counted.language,
        counted.word,
        counted.texts,
        counted.customers,
        counted.texts + word_totals.texts as here,
        topic_totals.words + language_totals.words - counted.texts - word_totals.texts as others_here,
        word_totals.texts - counted.texts + word_totals.texts as elsewhere,
        language_totals.words - topic_totals.words + language_totals.words
        - (word_totals.texts - counted.texts + word_totals.texts) as others_elsewhere
    from counted
    inner join word_totals on counted.language = word_totals.language and counted.word = word_totals.word
    inner join topic_totals on counted.topic = topic_totals.topic and counted.language = topic_totals.language
    inner join language_totals on counted.language = language_totals.language
),

judged as (
    select
        topic,
        language,
        word,
        texts,
        customers,
        round({{ safe_divide(
            'ln(nullif(' ~ safe_divide('here', 'others_here') ~ ', 0e0)) - ln(nullif('
            ~ safe_divide('elsewhere', 'others_elsewhere') ~ ', 0e0))',
            'sqrt(' ~ safe_divide('1e0', 'here') ~ ' + ' ~ safe_divide('1e0', 'elsewhere') ~ ')'
        ) }}, 6) as keyword_score
    from smoothed
),

-- A word of few customers may be somebody's name.
final as (
    select
        *,
        row_number() over (
            partition by topic, language order by keyword_score desc nulls last, word asc nulls last
        ) as keyword_rank
    from judged
    where customers >= {{ var('feedback_keyword_min_customers') }} and keyword_score > 0
)

select * from final
