{{ config(materialized='table') }}

with raw as (
    select * from {{ crm360.raw_records('retail', 'lines') }}
),

-- The names of the file, in which SQL sees no case; they are what a reject reason says.
cleaned as (
    select
        upper({{ crm360.clean_text('InvoiceNo') }}) as invoiceno,
        upper({{ crm360.clean_text('StockCode') }}) as stockcode,
        {{ crm360.clean_text('Description') }} as description,
        {{ crm360.clean_text('Quantity') }} as quantity,
        {{ crm360.clean_text('InvoiceDate') }} as invoicedate,
        {{ crm360.clean_text('UnitPrice') }} as unitprice,
        {{ crm360.clean_text('CustomerID') }} as customerid,
        {{ crm360.clean_text('Country') }} as country,
        source_file,
        source_row,
        {{ crm360.row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ crm360.parse_integer('Quantity') }} as units,
        {{ crm360.parse_money('UnitPrice') }} as price,
        {{ crm360.parse_timestamp('InvoiceDate') }} as invoiced_at
    from cleaned
),

judged as (
    select
        *,
        case
            {{ crm360.reject_missing('InvoiceNo') }}
            {{ crm360.reject_missing('StockCode') }}
            {{ crm360.reject_missing('Quantity') }}
            {{ crm360.reject_unreadable('Quantity', 'units', 'an integer') }}
            {{ crm360.reject_event_time('InvoiceDate', 'invoiced_at', 'retail') }}
            {{ crm360.reject_missing('UnitPrice') }}
            {{ crm360.reject_unreadable('UnitPrice', 'price', 'a number') }}
        end as reject_reason
    from typed
),

renamed as (
    select
        invoiceno as invoice_no,
        cast(row_number() over (partition by invoiceno order by source_row asc nulls last) as int) as line_number,
        stockcode as stock_code,
        description,
        units as quantity,
        price as unit_price,
        cast(units * price as decimal(18, 4)) as amount,
        invoiced_at,
        -- A file that has been through a spreadsheet writes 17850 as 17850.0.
        {{ crm360.regex_replace_all('CustomerID', '[.]0+$', '') }} as customer_no,
        country,
        -- What the line is, first fitting rule; the README says why.
        case
            when reject_reason is not null then 'unreadable'
            when invoiceno like 'C%' then 'cancellation'
            when invoiceno like 'A%' then 'bad debt'
            when units < 0 then 'stock correction'
            when units = 0 or price <= 0 then 'not charged'
            else 'sale'
        end as line_kind,
        reject_reason,
        source_file,
        source_row,
        raw_row
    from judged
)

select * from renamed
