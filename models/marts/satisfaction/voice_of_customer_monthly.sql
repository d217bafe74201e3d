with tickets as (
    select * from {{ ref('int_ticket_outcomes') }}
),

counted as (
    select
        month,
        topic,
        count(*) as needs,
        count(distinct customer_id) as customers,
        count(*) filter (where need_outcome = 'met') as met,
        count(*) filter (where need_outcome = 'unmet') as unmet,
        count(*) filter (where need_outcome = 'open') as still_open
    from tickets
    group by month, topic
),

totals as (
    select
        month,
        sum(needs) as month_needs
    from counted
    group by month
),

final as (
    select
        counted.month,
        counted.topic,
        counted.needs,
        {{ safe_divide('counted.needs', 'totals.month_needs') }} as needs_share,
        counted.customers,
        counted.met,
        counted.unmet,
        counted.still_open,
        {{ safe_divide('counted.met', 'counted.met + counted.unmet') }} as met_share,
        {{ wilson_lower('counted.met', '(counted.met + counted.unmet)') }} as met_share_lower,
        {{ wilson_upper('counted.met', '(counted.met + counted.unmet)') }} as met_share_upper,
        counted.needs - coalesce(earlier.needs, 0) as needs_change
    from counted
    inner join totals on counted.month = totals.month
    left join counted as earlier
        on
            counted.topic = earlier.topic
            and {{ months_between('earlier.month', 'counted.month') }} = 1
)

select * from final
