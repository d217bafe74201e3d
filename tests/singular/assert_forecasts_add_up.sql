-- Categories that a measure has add up to its total, in every future month and week.
with sums as (
    select
        frequency,
        measure,
        period_start,
        sum(forecast) filter (where category = 'all') as total,
        sum(forecast) filter (where category <> 'all') as parts
    from {{ ref('forecasts') }}
    group by frequency, measure, period_start
)

select *
from sums
where parts is not null and not coalesce(abs(total - parts) <= 1e-6 * greatest(abs(total), 1e0), false)
