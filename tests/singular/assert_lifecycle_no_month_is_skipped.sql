-- Once known, a person has a state at every month's end up to the as-of date.
with months as (
    select
        customer_id,
        count(*) as states,
        {{ months_between('min(month)', 'max(month)') }} + 1 as months,
        max(month) as last_month
    from {{ ref('int_lifecycle_customer_months') }}
    group by customer_id
)

select months.*
from months
cross join {{ ref('int_as_of') }} as as_of
where
    months.states <> months.months
    or months.last_month <> cast(date_trunc('month', as_of.as_of_date) as date)
