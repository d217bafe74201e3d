with customers as (
    select distinct
        observation,
        held_out_until,
        observed_until,
        purchases,
        age_days
    from {{ ref('int_lifetime_value_customers') }}
),

months as (
    {{ lifetime_value_months() }}
),

months_ahead as (
    select
        customers.observation,
        customers.purchases,
        customers.age_days,
        months.horizon_days
    from customers
    cross join months
    where customers.observation = 'today'
),

holdout as (
    select
        observation,
        purchases,
        age_days,
        {{ days_between('observed_until', 'held_out_until') }} as horizon_days
    from customers
    where observation = 'holdout'
),

-- What anyone buys in the days since their first purchase, at the ages of the weekly tracking.
ages as (
    select distinct
        customers.observation,
        cast(0 as bigint) as purchases,
        cast(0 as bigint) as age_days,
        customers.age_days + weeks.days_after as horizon_days
    from customers
    inner join {{ ref('int_lifetime_value_weeks') }} as weeks on customers.age_days + weeks.days_after > 0
    where customers.observation = 'holdout'
),

final as (
    select * from months_ahead
    union
    select * from holdout
    union
    select * from ages
)

select * from final
