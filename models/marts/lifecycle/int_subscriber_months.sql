{{ config(access='protected', contract={'enforced': false}) }}

-- A month with a usage record or an invoice due is a month under contract; one that a rejected record leaves out is
-- made good by the other.
with contract_months as (
    select
        customer_id,
        cast(date_trunc('month', usage_month) as date) as month
    from {{ ref('fct_service_usage') }}

    union

    select
        customer_id,
        cast(date_trunc('month', due_at) as date) as month
    from {{ ref('fct_payments') }}
    where invoice_id is not null and customer_id is not null and due_at is not null
),

months as (
    select * from {{ ref('int_lifecycle_months') }}
    where is_full_month
),

subscriber_months as (
    select
        contract_months.customer_id,
        contract_months.month,
        lag(contract_months.month) over (
            partition by contract_months.customer_id order by contract_months.month asc nulls last
        ) as previous_month,
        lead(contract_months.month) over (
            partition by contract_months.customer_id order by contract_months.month asc nulls last
        ) as next_month
    from contract_months
    inner join months
        on contract_months.month = months.month
)

select * from subscriber_months
