with celled as (
    select * from {{ ref('int_uplift_celled') }}
    where campaign_key is null
),

today as (
    select
        customer_id,
        cast(contact_date - interval 1 day as date) as as_of_date,
        cell,
        {{ uplift_features() | join(',\n        ') }}
    from celled
)

select * from today
