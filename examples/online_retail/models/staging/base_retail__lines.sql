{{ config(materialized='table') }}

with raw as (
    select * from {{ crm360.raw_records('retail', 'lines') }}
),

cleaned as (
    select
        upper({{ crm360.clean_text('InvoiceNo') }}) as InvoiceNo,
        upper({{ crm360.clean_text('StockCode') }}) as StockCode,
        {{ crm360.clean_text('Description') }} as Description,
        {{ crm360.clean_text('Quantity') }} as Quantity,
        {{ crm360.clean_text('InvoiceDate') }} as InvoiceDate,
        {{ crm360.clean_text('UnitPrice') }} as UnitPrice,
        {{ crm360.clean_text('CustomerID') }} as CustomerID,
        {{ crm360.clean_text('Country') }} as Country,
        source_file,
        source_row,
        {{ crm360.row_as_struct('raw') }} as raw_row
    from raw
),

typed as (
    select
        *,
        {{ crm360.try_cast('Quantity', 'int') }} as units,
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
        InvoiceNo as invoice_no,
        cast(row_number() over (partition by InvoiceNo order by source_row) as int) as line_number,
        StockCode as stock_code,
        Description as description,
        units as quantity,
        price as unit_price,
        cast(units * price as decimal(18, 4)) as amount,
        invoiced_at,
        -- A file that has been through a spreadsheet writes 17850 as 17850.0.
        {{ crm360.regex_replace_all('CustomerID', '[.]0+$', '') }} as customer_no,
        Country as country,
        -- What the line is, first fitting rule; the README says why.
        case
            when reject_reason is not null then 'unreadable'
            when InvoiceNo like 'C%' then 'cancellation'
            when InvoiceNo like 'A%' then 'bad debt'
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
