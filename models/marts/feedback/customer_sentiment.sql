with scored as (
    select * from {{ ref('int_feedback_scored') }}
    where customer_id is not null and sentiment_score is not null
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

bands as (
    select * from {{ ref('feedback_sentiment_bands') }}
),

dated as (
    select
        scored.*,
        as_of.as_of_date,
        power(0.5e0, {{ safe_divide(
            days_between('scored.written_at', 'as_of.as_of_date'), var('satisfaction_half_life_days')
        ) }}) as age_weight,
        row_number() over (
            partition by scored.customer_id order by scored.written_at desc nulls last, scored.text_key desc nulls last
        ) as newest
    from scored
    cross join as_of
),

-- Decimals: the order in which rows are summed does not matter.
weighed as (
    select
        *,
        cast(age_weight as decimal(18, 15)) as weight,
        cast(age_weight * sentiment_score as decimal(18, 15)) as weighted_score
    from dated
),

customers as (
    select
        customer_id,
        as_of_date,
        count(*) as texts,
        count(*) filter (where source = 'ticket') as tickets,
        count(*) filter (where source = 'review') as reviews,
        count(*) filter (where source = 'survey') as survey_comments,
        count(*) filter (where sentiment = 'negative') as negative_texts,
        count(*) filter (where sentiment = 'positive') as positive_texts,
        count(*) filter (where need = 'unmet') as unmet_needs,
        {{ safe_divide('sum(weighted_score)', 'sum(weight)') }} as sentiment_score,
        {{ safe_divide(
            "sum(weighted_score) filter (where source <> 'ticket')", "sum(weight) filter (where source <> 'ticket')"
        ) }} as opinion_score,
        {{ safe_divide(
            'sum(cast(sentiment_score as decimal(9, 6))) filter (where newest > 1)', 'count(*) filter (where newest > 1)'
        ) }} as earlier_score,
        max(case when newest = 1 then sentiment_score end) as last_score,
        max(case when newest = 1 then sentiment end) as last_sentiment,
        max(case when newest = 1 then topic end) as last_topic,
        max(case when newest = 1 then reason_1 end) as reason_1,
        max(case when newest = 1 then reason_2 end) as reason_2,
        max(case when newest = 1 then reason_3 end) as reason_3,
        max(case when newest = 1 then sentiment_method end) as last_method,
        max(written_at) as last_written_at
    from weighed
    group by customer_id, as_of_date
),

complaints as (
    select
        customer_id,
        topic,
        count(*) as negative_texts
    from scored
    where sentiment = 'negative'
    group by customer_id, topic
),

worst as (
    select
        customer_id,
        topic
    from complaints
    qualify row_number() over (
        partition by customer_id order by negative_texts desc nulls last, topic asc nulls last
    ) = 1
),

final as (
    select
        customers.customer_id,
        customers.as_of_date,
        customers.sentiment_score,
        cast(bands.sentiment as string) as sentiment,
        customers.opinion_score,
        customers.texts,
        customers.tickets,
        customers.reviews,
        customers.survey_comments,
        customers.negative_texts,
        customers.positive_texts,
        customers.unmet_needs,
        cast(worst.topic as string) as most_negative_topic,
        customers.last_written_at,
        cast(customers.last_sentiment as string) as last_sentiment,
        cast(customers.last_topic as string) as last_topic,
        customers.last_score - customers.earlier_score as last_change,
        cast(customers.reason_1 as string) as reason_1,
        cast(customers.reason_2 as string) as reason_2,
        cast(customers.reason_3 as string) as reason_3,
        cast(customers.last_method as string) as last_method
    from customers
    left join worst on customers.customer_id = worst.customer_id
    left join bands
        on
            customers.sentiment_score >= bands.score_from
            and (customers.sentiment_score < bands.score_below or bands.score_below = 1)
)

select * from final
