with weekly as (
    select
        'cumulative' as tracking,
        week_end as period_end,
        days_after,
        cast(null as bigint) as repeat_purchases,
        customers,
        actual,
        round(expected, 6) as expected,
        cast(null as double) as baseline
    from {{ ref('int_lifetime_value_weekly') }}
),

customers as (
    select
        *,
        least(purchases, 7) as purchases_from
    from {{ ref('int_lifetime_value_holdout') }}
),

frequency as (
    select
        'frequency' as tracking,
        held_out_until as period_end,
        cast({{ days_between('observed_until', 'held_out_until') }} as bigint) as days_after,
        cast(purchases_from as bigint) as repeat_purchases,
        count(*) as customers,
        round(avg(cast(later_purchases as double)), 6) as actual,
        round(avg(expected_purchases), 6) as expected,
        round(avg(baseline_purchases), 6) as baseline
    from customers
    group by observed_until, held_out_until, purchases_from
),

final as (
    select * from weekly
    union all
    select * from frequency
)

select * from final
