-- From 0 to 1, each band begins where the one before ends.
with bands as (
    select
        risk_band,
        lower_bound,
        upper_bound,
        -- few rows: a seed
        lag(upper_bound) over (order by lower_bound asc nulls last) as previous_upper_bound,
        lead(lower_bound) over (order by lower_bound asc nulls last) as next_lower_bound
    from {{ ref('churn_risk_bands') }}
    where lower_bound is not null or upper_bound is not null
),

faults as (
    select
        risk_band,
        'gap or overlap below' as fault
    from bands
    where lower_bound is null or lower_bound != coalesce(previous_upper_bound, 0)
    union all
    select
        risk_band,
        'does not reach 1' as fault
    from bands
    where upper_bound is null or upper_bound <= lower_bound or (next_lower_bound is null and upper_bound != 1)
    union all
    select
        null as risk_band,
        'no bands' as fault
    where not exists (select 1 from bands)
)

select * from faults
