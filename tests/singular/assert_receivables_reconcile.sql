-- What is unpaid is the same money in three places: the claims, the customers (with those of nobody known) and the last
-- count of the ageing. The ageing of each month's end is what fct_payments has as paid later, or as not paid at all,
-- without what is superseded or void, which was never owed.
with claims as (
    select
        coalesce(sum(amount), 0) as outstanding,
        coalesce(sum(amount) filter (where customer_id is null), 0) as of_nobody
    from {{ ref('int_receivables') }}
    where state = 'outstanding'
),

exposures as (
    select coalesce(sum(outstanding), 0) as outstanding from {{ ref('customer_exposure') }}
),

last_count as (
    select coalesce(sum(aging.outstanding), 0) as outstanding
    from {{ ref('receivables_aging_monthly') }} as aging
    inner join {{ ref('int_as_of') }} as as_of on aging.month_end = as_of.as_of_date
),

aging as (
    select
        month_end,
        sum(outstanding) as outstanding
    from {{ ref('receivables_aging_monthly') }}
    group by month_end
),

unpaid as (
    select
        aging.month_end,
        sum(receivables.amount) as outstanding
    from aging
    inner join {{ ref('int_receivables') }} as receivables on aging.month_end >= receivables.issued_on
    inner join {{ ref('fct_payments') }} as payments on receivables.payment_key = payments.payment_key
    where
        receivables.state not in ('superseded', 'void')
        and coalesce(cast(payments.paid_at as date) > aging.month_end, receivables.state = 'outstanding')
    group by aging.month_end
)

select
    'as of today' as subject,
    claims.outstanding,
    exposures.outstanding + claims.of_nobody as in_exposure,
    last_count.outstanding as in_aging
from claims
cross join exposures
cross join last_count
where
    abs(claims.outstanding - claims.of_nobody - exposures.outstanding) > 0.001
    or abs(claims.outstanding - last_count.outstanding) > 0.001
union all
select
    cast(aging.month_end as string) as subject,
    unpaid.outstanding,
    cast(null as decimal(18, 4)) as in_exposure,
    aging.outstanding as in_aging
from aging
left join unpaid on aging.month_end = unpaid.month_end
where abs(aging.outstanding - coalesce(unpaid.outstanding, 0)) > 0.001
