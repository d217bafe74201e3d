with as_of as (
    select * from {{ ref('int_as_of') }}
    where as_of_date is not null
),

observations as (
    select
        'today' as observation,
        as_of_date as observed_until,
        cast(null as date) as held_out_until,
        as_of_date
    from as_of

    union all

    select
        'holdout' as observation,
        cast(as_of_date - interval {{ var('lifetime_value_holdout_days') }} day as date) as observed_until,
        as_of_date as held_out_until,
        as_of_date
    from as_of
)

select * from observations
