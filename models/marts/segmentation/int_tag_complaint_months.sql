{{ config(access='protected', contract={'enforced': false}) }}

with months as (
    select * from {{ ref('int_lifecycle_months') }}
),

by_month as (
    select
        customer_id,
        cast(date_trunc('month', opened_at) as date) as month,
        count(*) as complaints
    from {{ ref('fct_tickets') }}
    where is_complaint and customer_id is not null
    group by customer_id, cast(date_trunc('month', opened_at) as date)
),

-- A complaint counts in its month and the eleven that follow.
summed as (
    select
        by_month.customer_id,
        months.month,
        cast(sum(by_month.complaints) as bigint) as complaints_12_months
    from by_month
    inner join months
        on
            by_month.month <= months.month
            and {{ months_between('by_month.month', 'months.month') }} < 12
    group by by_month.customer_id, months.month
)

select * from summed
