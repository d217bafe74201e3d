-- From one month's end to the next, customers make only the moves of the seed lifecycle_moves.
select * from {{ ref('lifecycle_moves_monthly') }}
where not is_allowed
