-- A count over a window is only known where the log reaches back over the whole window.
with tickets as (
    select min(cast(opened_at as date)) as first_ticket_date from {{ ref('fct_tickets') }}
),

web as (
    select min(cast(occurred_at as date)) as first_web_date from {{ ref('fct_web_events') }}
),

usage as (
    select min(usage_month) as first_usage_date from {{ ref('fct_service_usage') }}
),

invoices as (
    select min(cast(due_at as date)) as first_invoice_date from {{ ref('fct_payments') }}
    where invoice_id is not null
),

coverage as (
    select
        tickets.first_ticket_date,
        web.first_web_date,
        least(
            coalesce(usage.first_usage_date, invoices.first_invoice_date),
            coalesce(invoices.first_invoice_date, usage.first_usage_date)
        ) as first_billing_date
    from tickets
    cross join web
    cross join usage
    cross join invoices
)

select * from coverage
