{{ config(access='protected', contract={'enforced': false}) }}

with changes as (
    select * from {{ ref('int_rfm_customer_changes') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

months as (
    select
        dates.month_start as month,
        dates.date_day as month_end
    from {{ ref('dim_dates') }} as dates
    inner join as_of
        on dates.date_day <= as_of.as_of_date
    where dates.is_month_end
),

states as (
    select
        changes.customer_id,
        months.month,
        cast({{ days_between('changes.last_purchase_date', 'months.month_end') }} as int) as recency_days,
        changes.frequency,
        changes.monetary,
        case when months.month = changes.valid_from_month then changes.month_revenue else 0 end as net_revenue
    from changes
    inner join months
        on
            changes.valid_from_month <= months.month
            and months.month < coalesce(changes.valid_to_month, date '9999-01-01')
)

select * from states
