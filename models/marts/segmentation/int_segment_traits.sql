-- Texts, as the conditional probabilities are by text: flags say yes or no.
with clusters as (
    select * from {{ ref('customer_clusters') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

behaviour as (
    select * from {{ ref('customer_behaviour') }}
),

satisfaction as (
    select * from {{ ref('customer_satisfaction') }}
),

customer_values as (
    select * from {{ ref('customer_value') }}
),

features as (
    select * from {{ ref('customer_features') }}
),

final as (
    select
        clusters.customer_id,
        clusters.cluster_number,
        case
            when customers.birth_date is null then null
            when customers.birth_date > cast(clusters.as_of_date - interval 25 year as date) then 'under 25'
            when customers.birth_date > cast(clusters.as_of_date - interval 40 year as date) then '25 to 39'
            when customers.birth_date > cast(clusters.as_of_date - interval 55 year as date) then '40 to 54'
            when customers.birth_date > cast(clusters.as_of_date - interval 70 year as date) then '55 to 69'
            else '70 and older'
        end as age_band,
        customers.gender,
        customers.country_code,
        case when customers.marketing_consent then 'yes' when not customers.marketing_consent then 'no' end
            as marketing_consent,
        case when customers.company is null then 'no' else 'yes' end as is_company,
        customer_values.acquisition_channel,
        behaviour.favourite_category,
        behaviour.preferred_channel,
        behaviour.preferred_device,
        behaviour.price_level,
        satisfaction.satisfaction_band,
        case when features.is_subscriber then 'yes' when not features.is_subscriber then 'no' end as is_subscriber
    from clusters
    inner join customers on clusters.customer_id = customers.customer_id
    inner join features on clusters.customer_id = features.customer_id
    left join behaviour on clusters.customer_id = behaviour.customer_id
    left join satisfaction on clusters.customer_id = satisfaction.customer_id
    left join customer_values on clusters.customer_id = customer_values.customer_id
)

select * from final
