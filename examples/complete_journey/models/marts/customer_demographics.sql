with demographics as (
    select * from {{ source('grocer', 'demographics') }}
),

identities as (
    select * from {{ ref('crm360', 'customer_identity_map') }}
    where source_system = 'grocer'
),

final as (
    select
        identities.customer_id,
        demographics.age as age_band,
        demographics.income as income_band,
        demographics.home_ownership,
        demographics.marital_status,
        demographics.household_size,
        demographics.household_comp as household_composition,
        demographics.kids_count
    from demographics
    inner join identities on demographics.household_id = identities.source_customer_id
)

select * from final
