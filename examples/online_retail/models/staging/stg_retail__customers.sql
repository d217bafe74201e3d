with lines as (
    select * from {{ ref('base_retail__lines') }}
    where customer_no is not null
),

countries as (
    select * from {{ ref('retail_countries') }}
),

customers as (
    select
        customer_no,
        {{ crm360.last_by('country', 'invoiced_at') }} as latest_country,
        min(invoiced_at) as first_invoiced_at,
        max(invoiced_at) as last_invoiced_at,
        min(source_file) as source_file,
        min(source_row) as source_row
    from lines
    group by customer_no
),

final as (
    select
        customers.customer_no as source_customer_id,
        countries.country_code,
        customers.first_invoiced_at as created_at,
        customers.last_invoiced_at as updated_at,
        customers.source_file,
        customers.source_row
    from customers
    left join countries on customers.latest_country = countries.country
)

select * from final
