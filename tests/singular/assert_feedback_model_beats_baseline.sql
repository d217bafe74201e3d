-- A trained model does better than the shares of the classes and than the word lists; otherwise the word lists judge.
select *
from {{ ref('feedback_model_evaluation') }}
where
    status = 'trained'
    and (
        (metric = 'log_loss' and not coalesce(value < baseline_value and value < words_value, false))
        or (metric = 'accuracy' and not coalesce(value >= baseline_value, false))
    )
