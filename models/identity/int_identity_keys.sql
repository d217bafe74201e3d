with customers as (
    select
        *,
        {{ record_key('source_system', 'source_customer_id') }} as record_key,
        {{ regex_replace_all('phone', '[^0-9]', '') }} as phone_digits
    from {{ ref('customers') }}
),

dialled as (
    select
        customers.*,
        case
            when customers.phone like '+%' then customers.phone_digits
            when customers.phone_digits like concat(codes.trunk_prefix, '%') and codes.trunk_prefix is not null
                then concat(codes.dialling_code, substr(customers.phone_digits, length(codes.trunk_prefix) + 1))
            when codes.dialling_code is not null and customers.phone_digits not like concat(codes.dialling_code, '%')
                then concat(codes.dialling_code, customers.phone_digits)
            else customers.phone_digits
        end as phone_number
    from customers
    left join {{ ref('dialling_codes') }} as codes
        on coalesce(customers.country_code, '{{ var("default_country") }}') = codes.country_code
),

keys as (
    select
        record_key,
        'email' as key_type,
        {{ regex_replace_all('email', '[+][^@]*@', '@') }} as key_value,
        email as raw_value
    from dialled
    where email is not null
    union all
    select
        record_key,
        'phone' as key_type,
        phone_number as key_value,
        phone_digits as raw_value
    from dialled
    where phone is not null
    union all
    select
        record_key,
        'loyalty_number' as key_type,
        upper(loyalty_number) as key_value,
        loyalty_number as raw_value
    from dialled
    where loyalty_number is not null
),

final as (
    select
        keys.record_key,
        keys.key_type,
        keys.key_value
    from keys
    left join {{ ref('identity_stop_values') }} as stop_values
        on
            keys.key_type = stop_values.key_type
            and keys.raw_value = stop_values.key_value
    where stop_values.key_value is null
)

select * from final
