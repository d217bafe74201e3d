{%- set fields = golden_fields() -%}

with candidates as (
    select * from {{ ref('int_golden_candidates') }}
),

chosen as (
    select
        customer_id,
        {{ first_by('record_key', 'name_place', where=fields['name']) }} as name_record_key,
        {{ first_by('record_key', 'address_place', where=fields['address']) }} as address_record_key,
        {% for field in fields if field not in ['name', 'address'] -%}
        {{ first_by(field, field ~ '_place', where=fields[field]) }} as {{ field }},
        {% endfor -%}
        {{ first_by('country_code', 'address_place') }} as country_code,
        min(coalesce(created_at, updated_at)) as first_seen_at,
        max(coalesce(updated_at, created_at)) as updated_at,
        case when bool_and(deleted_at is not null) then max(deleted_at) end as closed_at,
        count(*) as record_count,
        count(distinct source_system) as system_count
    from candidates
    group by customer_id
),

-- A town lies in one region: what the chosen address leaves open, another record in the same town may say.
regions as (
    select
        chosen.customer_id,
        {{ first_by('others.region', 'others.address_place', where='others.region is not null') }} as region
    from chosen
    inner join candidates as addresses on chosen.address_record_key = addresses.record_key
    inner join candidates as others
        on
            chosen.customer_id = others.customer_id
            and lower(addresses.city) = lower(others.city)
            and coalesce(addresses.country_code, '') = coalesce(others.country_code, '')
    group by chosen.customer_id
),

final as (
    select
        chosen.customer_id,
        coalesce(
            names.full_name,
            nullif(trim(coalesce(names.first_name, '') || ' ' || coalesce(names.last_name, '')), '')
        ) as full_name,
        names.first_name,
        names.last_name,
        chosen.email,
        chosen.phone,
        chosen.birth_date,
        chosen.gender,
        addresses.address_line,
        addresses.city,
        coalesce(addresses.region, regions.region) as region,
        addresses.postcode,
        coalesce(addresses.country_code, chosen.country_code) as country_code,
        chosen.company,
        chosen.loyalty_number,
        chosen.marketing_consent,
        chosen.first_seen_at,
        chosen.updated_at,
        chosen.closed_at,
        cast(chosen.record_count as int) as record_count,
        cast(chosen.system_count as int) as system_count
    from chosen
    left join candidates as names
        on chosen.name_record_key = names.record_key
    left join candidates as addresses
        on chosen.address_record_key = addresses.record_key
    left join regions
        on chosen.customer_id = regions.customer_id
)

select * from final
