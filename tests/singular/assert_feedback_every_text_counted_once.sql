-- Every text of the facts is judged once, and counts in one month and topic.
with facts as (
    select body as written from {{ ref('fct_tickets') }}
    union all
    select body as written from {{ ref('fct_reviews') }}
    union all
    select comment as written from {{ ref('fct_survey_responses') }}
),

written as (
    select count(written) as texts
    from facts
),

judged as (
    select count(*) as texts
    from {{ ref('int_feedback_scored') }}
),

counted as (
    select coalesce(sum(texts), 0) as texts
    from {{ ref('needs_monthly') }}
)

select
    written.texts,
    judged.texts as judged_texts,
    counted.texts as counted_texts
from written
cross join judged
cross join counted
where written.texts <> judged.texts or judged.texts <> counted.texts
