-- From 0 to 1, each reason begins where the one before ends; the three without bounds are there.
with reasons as (
    select
        reason,
        lower_bound,
        upper_bound,
        -- few rows: a seed
        lag(upper_bound) over (order by lower_bound asc nulls last) as previous_upper_bound,
        lead(lower_bound) over (order by lower_bound asc nulls last) as next_lower_bound
    from {{ ref('lifetime_value_reasons') }}
    where lower_bound is not null or upper_bound is not null
),

faults as (
    select
        reason,
        'gap or overlap below' as fault
    from reasons
    where lower_bound is null or lower_bound != coalesce(previous_upper_bound, 0)
    union all
    select
        reason,
        'does not reach 1' as fault
    from reasons
    where upper_bound is null or upper_bound <= lower_bound or (next_lower_bound is null and upper_bound != 1)
    union all
    select
        null as reason,
        'bought_once, nobody_leaves, no_model or the bounds are missing' as fault
    from {{ ref('lifetime_value_reasons') }}
    having
        count(*) filter (where reason in ('bought_once', 'nobody_leaves', 'no_model') and lower_bound is null) != 3
        or count(lower_bound) = 0
)

select * from faults
