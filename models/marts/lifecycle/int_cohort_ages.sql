{{ config(access='protected', contract={'enforced': false}) }}

with months as (
    select * from {{ ref('int_lifecycle_months') }}
    where is_full_month
),

purchases as (
    select
        purchases.customer_id,
        purchases.month,
        purchases.net_revenue,
        min(purchases.month) over (partition by purchases.customer_id) as cohort_month,
        max(purchases.month) over (partition by purchases.customer_id) as last_month
    from {{ ref('int_lifecycle_purchases') }} as purchases
    inner join months
        on purchases.month = months.month
),

cohort_months as (
    select
        cohort_month,
        month,
        count(*) as retained,
        count(*) filter (where month = last_month) as last_seen,
        sum(net_revenue) as net_revenue
    from purchases
    group by cohort_month, month
),

cohorts as (
    select
        cohort_month,
        sum(last_seen) as customers
    from cohort_months
    group by cohort_month
),

ages as (
    select
        cohorts.cohort_month,
        {{ months_between('cohorts.cohort_month', 'months.month') }} as age_months,
        months.month,
        cast(cohorts.customers as bigint) as customers,
        coalesce(cohort_months.retained, 0) as retained,
        coalesce(cohort_months.last_seen, 0) as last_seen,
        cast(coalesce(cohort_months.net_revenue, 0) as decimal(18, 4)) as net_revenue
    from cohorts
    inner join months
        on cohorts.cohort_month <= months.month
    left join cohort_months
        on
            cohorts.cohort_month = cohort_months.cohort_month
            and months.month = cohort_months.month
)

select * from ages
