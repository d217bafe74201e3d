with celled as (
    select * from {{ ref('int_uplift_celled') }}
    where campaign_key is not null
),

sampled as (
    select
        campaign_type,
        campaign_key,
        customer_id,
        contact_date,
        is_treated,
        is_converted,
        cell,
        {{ uplift_features() | join(',\n        ') }}
    from celled
)

select * from sampled
