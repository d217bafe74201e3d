with parameters as (
    select * from {{ ref('ml_lifetime_value_parameters') }}
),

observations as (
    select * from {{ ref('int_lifetime_value_observations') }}
),

final as (
    select
        observations.observation,
        observations.observed_until,
        cast(parameters.model as string) as model,
        cast(parameters.parameter as string) as parameter,
        -- What was not fitted is NULL on DuckDB, and not a number on Spark.
        case when not isnan(parameters.value) then parameters.value end as value,
        case when not isnan(parameters.standard_error) then parameters.standard_error end as standard_error,
        parameters.customers,
        cast(parameters.status as string) as status,
        cast(parameters.note as string) as note
    from parameters
    inner join observations on parameters.observation = observations.observation
)

select * from final
