with golden_records as (
    select * from {{ ref('int_golden_records') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

final as (
    select
        golden_records.customer_id,
        golden_records.full_name,
        golden_records.first_name,
        golden_records.last_name,
        golden_records.email,
        golden_records.phone,
        golden_records.birth_date,
        golden_records.gender,
        golden_records.address_line,
        golden_records.city,
        golden_records.region,
        golden_records.postcode,
        golden_records.country_code,
        golden_records.company,
        golden_records.loyalty_number,
        golden_records.marketing_consent,
        golden_records.first_seen_at,
        golden_records.updated_at,
        case when golden_records.closed_at < as_of.as_of_ts then golden_records.closed_at end as closed_at,
        golden_records.record_count,
        golden_records.system_count
    from golden_records
    cross join as_of
)

select * from final
