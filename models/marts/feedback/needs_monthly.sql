-- Scores have six decimals: summed as decimals, the order of the rows does not matter.
with scored as (
    select * from {{ ref('int_feedback_scored') }}
),

counted as (
    select
        month,
        topic,
        count(*) as texts,
        count(*) filter (where source = 'ticket') as tickets,
        count(*) filter (where source = 'review') as reviews,
        count(*) filter (where source = 'survey') as survey_comments,
        count(distinct customer_id) as customers,
        count(*) filter (where need = 'met') as met,
        count(*) filter (where need = 'unmet') as unmet,
        count(*) filter (where need = 'undecided') as undecided,
        {{ safe_divide('sum(cast(sentiment_score as decimal(9, 6)))', 'count(sentiment_score)') }} as sentiment_score,
        count(*) filter (where sentiment = 'negative') as negative_texts,
        count(*) filter (where sentiment = 'positive') as positive_texts
    from scored
    group by month, topic
),

totals as (
    select
        month,
        sum(texts) as texts
    from counted
    group by month
),

final as (
    select
        counted.month,
        cast(counted.topic as string) as topic,
        counted.texts,
        {{ safe_divide('counted.texts', 'totals.texts') }} as texts_share,
        counted.tickets,
        counted.reviews,
        counted.survey_comments,
        counted.customers,
        counted.met,
        counted.unmet,
        counted.undecided,
        {{ safe_divide('counted.met', 'counted.met + counted.unmet') }} as met_share,
        {{ wilson_lower('counted.met', '(counted.met + counted.unmet)') }} as met_share_lower,
        {{ wilson_upper('counted.met', '(counted.met + counted.unmet)') }} as met_share_upper,
        counted.sentiment_score,
        counted.negative_texts,
        counted.positive_texts,
        counted.texts - coalesce(earlier.texts, 0) as texts_change,
        counted.sentiment_score - earlier.sentiment_score as sentiment_change
    from counted
    inner join totals on counted.month = totals.month
    left join counted as earlier
        on
            counted.topic = earlier.topic
            and {{ months_between('earlier.month', 'counted.month') }} = 1
)

select * from final
