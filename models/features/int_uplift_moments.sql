-- Cases to learn from, and everybody as of today to score: both get their features from one query, from what happened
-- on days before `contact_date`.
with cases as (
    {{ hash_sample(ref('int_uplift_cases'), var('uplift_training_rows')) }}
),

customers as (
    select
        customers.customer_id,
        cast(as_of.as_of_date + interval 1 day as date) as contact_date
    from {{ ref('dim_customers') }} as customers
    cross join {{ ref('int_as_of') }} as as_of
),

moments as (
    select
        campaign_key || '|' || customer_id as moment_key,
        customer_id,
        contact_date,
        campaign_key,
        campaign_type,
        is_treated,
        is_converted
    from cases
    union all
    select
        '|' || customer_id as moment_key,
        customer_id,
        contact_date,
        cast(null as string) as campaign_key,
        cast(null as string) as campaign_type,
        cast(null as boolean) as is_treated,
        cast(null as boolean) as is_converted
    from customers
)

select * from moments
