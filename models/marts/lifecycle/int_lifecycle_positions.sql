{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

{#- Windows of whole months: in the month that the as-of date cuts, they end with the month before. -#}
{%- set trend_months = var('lifecycle_trend_months') %}
{%- set by_month = 'partition by customer_id order by month asc nulls last' %}

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

windows as (
    select
        *,
        case
            when is_full_month then purchase_days - lag(purchase_days, {{ trend_months }}) over ({{ by_month }})
            else lag(purchase_days, 1) over ({{ by_month }}) - lag(purchase_days, {{ trend_months + 1 }}) over ({{ by_month }})
        end as recent_purchase_days,
        case
            when is_full_month
                then
                    lag(purchase_days, {{ trend_months }}) over ({{ by_month }})
                    - lag(purchase_days, {{ 2 * trend_months }}) over ({{ by_month }})
            else
                lag(purchase_days, {{ trend_months + 1 }}) over ({{ by_month }})
                - lag(purchase_days, {{ 2 * trend_months + 1 }}) over ({{ by_month }})
        end as earlier_purchase_days,
        revenue - coalesce(lag(revenue, 12) over ({{ by_month }}), 0) as revenue_12_months
    from customer_months
)

select * from windows
