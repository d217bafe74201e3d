-- Every text of the facts is judged once, and in one month and topic.
with facts as (
    select
        (select count(*) from {{ ref('fct_tickets') }} where body is not null)
        + (select count(*) from {{ ref('fct_reviews') }} where body is not null)
        + (select count(*) from {{ ref('fct_survey_responses') }} where comment is not null) as texts
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
    facts.texts,
    judged.texts as judged_texts,
    counted.texts as counted_texts
from facts
cross join judged
cross join counted
where facts.texts <> judged.texts or judged.texts <> counted.texts
