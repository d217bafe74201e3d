with offers as (
    select * from {{ ref('int_churn_offers') }}
),

months as (
    select count(distinct snapshot_date) as months from offers
    where population = 'backtest'
),

percents as (
    select
        percent,
        count(*) filter (where population = 'today') as customers,
        sum(churn_probability) filter (where population = 'today') as churners,
        sum(saved_value) filter (where population = 'today') as saved_value,
        sum(offer_cost) filter (where population = 'today') as cost,
        sum(past_profit) as past_profit
    from offers
    group by percent
),

summed as (
    select
        {% for column in ['customers', 'churners', 'saved_value', 'cost', 'past_profit'] -%}
        -- few rows: at most a hundred
        sum(coalesce({{ column }}, 0)) over (
            order by percent desc nulls last rows between unbounded preceding and current row
        ) as {{ column }},
        {% endfor -%}
        percent
    from percents
),

ranked as (
    select
        summed.*,
        months.months,
        -- few rows: at most a hundred; of equal ones, the cut-off that asks the fewest
        row_number() over (
            order by round(summed.saved_value - summed.cost, 6) desc nulls last, summed.percent desc nulls last
        ) as place
    from summed
    cross join months
),

final as (
    select
        percent / 100e0 as cut_off,
        cast(customers as bigint) as customers_asked,
        round(churners, 6) as expected_churners,
        round(saved_value, 6) as expected_saved_value,
        round(cost, 6) as offer_cost,
        round(saved_value - cost, 6) as expected_profit,
        round({{ safe_divide('past_profit', 'months') }}, 6) as backtest_profit,
        place = 1 and saved_value > cost as is_best
    from ranked
)

select * from final
