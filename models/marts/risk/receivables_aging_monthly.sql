with months as (
    select
        month_start as month,
        max(date_day) as month_end
    from {{ ref('dim_dates') }}
    group by month_start
),

receivables as (
    select * from {{ ref('int_receivables') }}
    where state = 'outstanding' or (state = 'settled' and paid_on > last_day(issued_on))
),

buckets as (
    select * from {{ ref('aging_buckets') }}
),

open_claims as (
    select
        months.month_end,
        receivables.customer_id,
        receivables.amount,
        {{ days_between('receivables.due_on', 'months.month_end') }} as days_past_due
    from receivables
    inner join months
        on
            receivables.issued_on <= months.month_end
            and (receivables.paid_on is null or receivables.paid_on > months.month_end)
),

counted as (
    select
        open_claims.month_end,
        buckets.bucket,
        count(*) as claims,
        count(distinct open_claims.customer_id) as customers,
        sum(open_claims.amount) as outstanding
    from open_claims
    inner join buckets
        on {{ in_band('open_claims.days_past_due', 'buckets.days_from', 'buckets.days_below') }}
    group by open_claims.month_end, buckets.bucket
),

totals as (
    select
        month_end,
        sum(outstanding) as total
    from counted
    group by month_end
),

final as (
    select
        months.month,
        months.month_end,
        buckets.bucket,
        buckets.bucket_name,
        buckets.bucket_name_zh,
        buckets.sort_order as bucket_sort_order,
        coalesce(counted.claims, 0) as claims,
        coalesce(counted.customers, 0) as customers,
        cast(coalesce(counted.outstanding, 0) as decimal(18, 4)) as outstanding,
        {{ safe_divide('coalesce(counted.outstanding, 0)', 'totals.total') }} as outstanding_share
    from months
    cross join buckets
    inner join totals on months.month_end = totals.month_end
    left join counted
        on
            months.month_end = counted.month_end
            and buckets.bucket = counted.bucket
)

select * from final
