{{ config(access='protected', contract={'enforced': false}) }}

with months as (
    select * from {{ ref('int_lifecycle_months') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

-- Known since nobody knows when: known on the as-of date.
customers as (
    select
        dim_customers.customer_id,
        coalesce(cast(dim_customers.first_seen_at as date), as_of.as_of_date) as first_seen_date
    from {{ ref('dim_customers') }} as dim_customers
    cross join as_of
),

first_purchases as (
    select
        customer_id,
        min(month) as first_purchase_month
    from {{ ref('int_lifecycle_purchases') }}
    group by customer_id
),

prospects as (
    select
        customers.customer_id,
        months.month,
        months.is_full_month
    from customers
    left join first_purchases
        on customers.customer_id = first_purchases.customer_id
    inner join months
        on
            customers.first_seen_date <= months.month_end
            and months.month < coalesce(first_purchases.first_purchase_month, date '9999-01-01')
)

select * from prospects
