with golden_records as (
    select * from {{ ref('int_golden_records') }}
)

select
    customer_id,
    full_name,
    first_name,
    last_name,
    email,
    phone,
    birth_date,
    gender,
    address_line,
    city,
    region,
    postcode,
    country_code,
    company,
    loyalty_number,
    marketing_consent,
    first_seen_at,
    updated_at,
    record_count,
    system_count
from golden_records
