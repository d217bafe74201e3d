-- A contact value that stands for "none" (seed identity_stop_values) is nobody's e-mail address or phone number.
with customers as (
    select * from {{ ref('dim_customers') }}
),

stop_values as (
    select * from {{ ref('identity_stop_values') }}
),

survivors as (
    select customers.customer_id
    from customers
    inner join stop_values
        on
            (stop_values.key_type = 'email' and customers.email = stop_values.key_value)
            or (stop_values.key_type = 'phone' and customers.phone = stop_values.key_value)
)

select * from survivors
