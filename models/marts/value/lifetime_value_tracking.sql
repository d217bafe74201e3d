with weekly as (
    select
        'cumulative' as tracking,
        week_end as period_end,
        days_after,
        cast(null as bigint) as repeat_purchases,
        customers,
        actual,
        expected,
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
        avg(cast(later_purchases as double)) as actual,
        avg(expected_purchases) as expected,
        avg(baseline_purchases) as baseline
    from customers
    group by observed_until, held_out_until, purchases_from
),

final as (
    select * from weekly
    union all
    select * from frequency
)

select * from final
