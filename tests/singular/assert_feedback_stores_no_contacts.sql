-- No e-mail address and no number of seven digits is left in what is stored of the texts.
with stored as (
    select masked_text as content from {{ ref('ml_feedback_texts') }}
    union all
    select name as content from {{ ref('ml_feedback_models') }}
    where part = 'term'
    union all
    select keywords as content from {{ ref('feedback_topics') }}
)

select content
from stored
where {{ regex_matches('content', '[A-Za-z0-9]@[A-Za-z0-9-]+[.]|[0-9]{7}') }}
