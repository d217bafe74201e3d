with observations as (
    select * from {{ ref('int_lifetime_value_observations') }}
    where observation = 'holdout'
),

customers as (
    select min(first_date) as first_date from {{ ref('int_lifetime_value_customers') }}
    where observation = 'holdout'
),

final as (
    select
        days.date_day as week_end,
        {{ days_between('observations.observed_until', 'days.date_day') }} as days_after
    from {{ ref('dim_dates') }} as days
    cross join observations
    cross join customers
    where
        days.date_day between customers.first_date and observations.held_out_until
        and mod({{ days_between('observations.observed_until', 'days.date_day') }}, 7) = 0
)

select * from final
