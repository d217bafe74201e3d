-- The held-out are a sample by chance: their share is that of the var within four standard errors (1 in 16,000
-- chance, and the same in every run on the same customers).
with counted as (
    select
        count(*) as members,
        count(*) filter (where is_held_out) as held_out
    from {{ ref('next_best_actions') }}
    where action <> 'none'
)

select *
from counted
where
    abs(held_out - members * {{ var('action_holdout_share') }})
    > 4 * sqrt(members * {{ var('action_holdout_share') }} * (1 - {{ var('action_holdout_share') }}))
