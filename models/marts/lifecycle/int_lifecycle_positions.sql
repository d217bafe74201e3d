{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

{%- set trend_months = var('lifecycle_trend_months') %}

with spells as (
    select * from {{ ref('int_lifecycle_spells') }}
),

months as (
    select * from {{ ref('int_lifecycle_months') }}
),

customer_months as (
    select
        spells.*,
        months.month,
        months.month_end,
        months.is_full_month,
        {{ days_between('spells.last_purchase_date', 'months.month_end') }} as silent_days,
        case when months.month = spells.valid_from_month then spells.month_purchase_days else 0 end
            as purchase_days_in_month,
        case when months.month = spells.valid_from_month then spells.month_revenue else 0 end as net_revenue
    from spells
    inner join months
        on
            spells.valid_from_month <= months.month
            and months.month < coalesce(spells.valid_to_month, date '9999-01-01')
),

-- The rows of a customer are consecutive months. Trends look at full ones: in the month that the as-of date cuts,
-- their windows end with the month before.
lagged as (
    select
        *,
        case
            when is_full_month then purchase_days
            else lag(purchase_days, 1) over (partition by customer_id order by month asc nulls last)
        end as trend_days_0,
        {% for windows in [1, 2] -%}
        case
            when is_full_month
                then
                    lag(purchase_days, {{ windows * trend_months }}) over (
                        partition by customer_id order by month asc nulls last
                    )
            else
                lag(purchase_days, {{ windows * trend_months + 1 }}) over (
                    partition by customer_id order by month asc nulls last
                )
        end as trend_days_{{ windows }},
        {% endfor -%}
        coalesce(lag(revenue, 12) over (partition by customer_id order by month asc nulls last), 0) as revenue_before
    from customer_months
),

windows as (
    select
        *,
        trend_days_0 - trend_days_1 as recent_purchase_days,
        trend_days_1 - trend_days_2 as earlier_purchase_days,
        revenue - revenue_before as revenue_12_months
    from lagged
)

select * from windows
