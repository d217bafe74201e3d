-- From -1 to 1, each band begins where the one before ends.
with bands as (
    select
        sentiment,
        score_from,
        score_below,
        -- few rows: a seed
        lag(score_below) over (order by score_from asc nulls last) as previous_below,
        lead(score_from) over (order by score_from asc nulls last) as next_from
    from {{ ref('feedback_sentiment_bands') }}
)

select *
from bands
where
    score_from is null
    or score_from != coalesce(previous_below, -1)
    or not coalesce(score_below > score_from, false)
    or (next_from is null and score_below != 1)
