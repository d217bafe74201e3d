with customers as (
    select
        customer_id,
        as_of_date,
        cell
    from {{ ref('int_uplift_scoring') }}
),

types as (
    select * from {{ ref('campaign_uplift_evaluation') }}
    where level = 'campaign_type' and is_chosen
),

cells as (
    select * from {{ ref('uplift_cells') }}
),

type_effects as (
    select * from {{ ref('int_uplift_type_effects') }}
),

names as (
    select * from {{ ref('int_uplift_cell_names') }}
),

probabilities as (
    select * from {{ ref('int_uplift_probabilities') }}
),

scored as (
    select
        customers.customer_id,
        customers.as_of_date,
        types.campaign_type,
        types.method,
        types.verdict,
        types.is_told,
        names.cell_name,
        names.cell_name_zh,
        case
            when types.verdict in ('same_for_all', 'harmful_on_average') then types.average_effect
            when not types.is_told then null
            when types.method = 'cells' then coalesce(cells.expected_uplift, type_effects.mean_effect)
            when types.method = 'two_model' then probabilities.treated_probability - probabilities.control_probability
            when types.method = 'class_transformation' then 2 * probabilities.transformed_probability - 1
        end as expected_uplift,
        case when types.is_told then probabilities.control_probability end as probability_without
    from customers
    cross join types
    left join cells on customers.cell = cells.cell and types.campaign_type = cells.campaign_type
    left join type_effects on types.campaign_type = type_effects.campaign_type
    left join names on customers.cell = names.cell
    left join probabilities
        on customers.customer_id = probabilities.customer_id and types.campaign_type = probabilities.campaign_type
),

final as (
    select
        customer_id,
        campaign_type,
        as_of_date,
        expected_uplift,
        probability_without,
        case
            when not is_told or expected_uplift is null or probability_without is null then 'unknown'
            when expected_uplift >= {{ var('uplift_min_effect') }} then 'persuadable'
            when expected_uplift <= -{{ var('uplift_min_effect') }} then 'sleeping_dog'
            when probability_without >= {{ var('uplift_sure_thing_from') }} then 'sure_thing'
            else 'lost_cause'
        end as uplift_group,
        case when is_told then cell_name end as reason,
        case when is_told then cell_name_zh end as reason_zh,
        method,
        verdict
    from scored
)

select * from final
