with customers as (
    select
        *,
        {{ record_key('source_system', 'source_customer_id') }} as record_key,
        {{ regex_replace_all('phone', '[^0-9]', '') }} as phone_digits
    from {{ ref('customers') }}
),

codes as (
    select
        country_code,
        dialling_code,
        coalesce(trunk_prefix, '') as trunk_prefix
    from {{ ref('dialling_codes') }}
),

-- In international form: +44 7700 …, +44 (0)7700 …, 07700 … and 7700 … are one number.
dialled as (
    select
        customers.*,
        case
            when codes.country_code is null then customers.phone_digits
            when
                codes.trunk_prefix <> ''
                and customers.phone_digits like codes.dialling_code || codes.trunk_prefix || '%'
                then
                    codes.dialling_code
                    || substr(customers.phone_digits, length(codes.dialling_code) + length(codes.trunk_prefix) + 1)
            when customers.phone like '+%' then customers.phone_digits
            when codes.trunk_prefix <> '' and customers.phone_digits like codes.trunk_prefix || '%'
                then codes.dialling_code || substr(customers.phone_digits, length(codes.trunk_prefix) + 1)
            when customers.phone_digits like codes.dialling_code || '%' then customers.phone_digits
            else codes.dialling_code || customers.phone_digits
        end as phone_number
    from customers
    left join codes
        on coalesce(customers.country_code, '{{ var("default_country") }}') = codes.country_code
),

keys as (
    select
        record_key,
        'email' as key_type,
        email as key_value
    from {{ ref('int_identity_emails') }}
    union all
    select
        record_key,
        'phone' as key_type,
        phone_number as key_value
    from dialled
    where phone is not null
    union all
    select
        record_key,
        'loyalty_number' as key_type,
        upper(loyalty_number) as key_value
    from dialled
    where loyalty_number is not null
    union all
    select
        record_key,
        'national_id' as key_type,
        {{ normalise_code('national_id') }} as key_value
    from dialled
    where {{ normalise_code('national_id') }} is not null
),

-- A phone that is a stop-value is one in any country's international form, too.
stop_values as (
    select
        key_type,
        case
            when key_type = 'national_id' then {{ normalise_code('key_value') }}
            when key_type = 'loyalty_number' then upper(key_value)
            else lower(key_value)
        end as key_value
    from {{ ref('identity_stop_values') }}
    union
    select
        stops.key_type,
        codes.dialling_code || case
            when codes.trunk_prefix <> '' and stops.key_value like codes.trunk_prefix || '%'
                then substr(stops.key_value, length(codes.trunk_prefix) + 1)
            else stops.key_value
        end as key_value
    from {{ ref('identity_stop_values') }} as stops
    cross join codes
    where stops.key_type = 'phone'
),

final as (
    select keys.*
    from keys
    left join stop_values
        on
            keys.key_type = stop_values.key_type
            and keys.key_value = stop_values.key_value
    where stop_values.key_value is null
)

select * from final
