{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select * from {{ ref('risk_rules') }}
    where rule in ('shared_address', 'shared_phone') and enabled
),

stop_values as (
    select key_value as value from {{ ref('identity_stop_values') }}
    where key_type = 'phone'
),

records as (
    select
        map.customer_id,
        customers.created_at,
        {{ normalise_text('customers.address_line') }} || '|' || {{ normalise_code('customers.postcode') }} as address,
        customers.phone
    from {{ ref('customers') }} as customers
    inner join {{ ref('customer_identity_map') }} as map
        on
            customers.source_system = map.source_system
            and customers.source_customer_id = map.source_customer_id
    cross join {{ ref('int_as_of') }} as as_of
    where coalesce(customers.created_at < as_of.as_of_ts, true)
),

contacts as (
    select
        'shared_address' as rule,
        customer_id,
        address as contact,
        created_at
    from records
    where address is not null
    union all
    select
        'shared_phone' as rule,
        records.customer_id,
        records.phone as contact,
        records.created_at
    from records
    left join stop_values on records.phone = stop_values.value
    where records.phone is not null and stop_values.value is null
),

users as (
    select
        rule,
        contact,
        customer_id,
        cast(min(created_at) as date) as used_since
    from contacts
    group by rule, contact, customer_id
),

shared as (
    select
        rule,
        contact,
        count(*) as customers,
        max(used_since) as last_joined_on
    from users
    group by rule, contact
),

-- The contact itself is personal data and stays out of the alert.
final as (
    select
        users.rule,
        users.customer_id,
        substr(md5(users.contact), 1, 16) as occasion,
        coalesce(users.used_since, as_of.as_of_date) as occurred_on,
        coalesce(shared.last_joined_on, as_of.as_of_date) as last_occurred_on,
        cast(shared.customers as double) as alert_number
    from users
    inner join shared on users.rule = shared.rule and users.contact = shared.contact
    inner join rules on shared.rule = rules.rule and shared.customers >= rules.threshold
    cross join {{ ref('int_as_of') }} as as_of
)

select * from final
