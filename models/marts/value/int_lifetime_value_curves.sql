{{ config(access='protected', contract={'enforced': false}) }}

with months as (
    {{ lifetime_value_months() }}
),

expectations as (
    select
        expectations.purchases,
        expectations.age_days,
        expectations.horizon_days,
        months.month_number,
        months.discount_factor,
        expectations.expected_if_alive,
        expectations.expected_if_alive - coalesce(lag(expectations.expected_if_alive) over (
            partition by expectations.purchases, expectations.age_days
            order by expectations.horizon_days asc nulls last
        ), 0e0) as expected_in_month
    from {{ ref('ml_lifetime_value_expectations') }} as expectations
    inner join months on expectations.horizon_days = months.horizon_days
    where expectations.observation = 'today'
),

-- Sums in the order of the months, so that they are the same in every run.
summed as (
    select
        *,
        sum(expected_in_month * discount_factor) over (
            partition by purchases, age_days
            order by horizon_days asc nulls last
            rows between unbounded preceding and current row
        ) as discounted
    from expectations
),

final as (
    select
        {% for month in [3, 6, 12] -%}
        max(expected_if_alive) filter (where month_number = {{ month }}) as expected_{{ month }}m,
        max(discounted) filter (where month_number = {{ month }}) as discounted_{{ month }}m,
        {% endfor -%}
        purchases,
        age_days
    from summed
    group by purchases, age_days
)

select * from final
