{{ config(access='protected', contract={'enforced': false}) }}

-- All observations, also those without a model.
with observations as (
    select * from {{ ref('int_lifetime_value_observations') }}
),

-- What was not fitted is NULL on DuckDB, and not a number on Spark.
parameters as (
    select
        observation,
        model,
        parameter,
        case when not isnan(value) then value end as value,
        status,
        note
    from {{ ref('ml_lifetime_value_parameters') }}
),

final as (
    select
        {% for name in ['r', 'alpha', 'a', 'b', 'p', 'q', 'gamma', 'weekly_rate', 'mean_spend'] -%}
        max(parameters.value) filter (where parameters.parameter = '{{ name }}') as {{ name }},
        {% endfor -%}
        {% for model in ['bg_nbd', 'gamma_gamma'] -%}
        coalesce(
            max(parameters.status) filter (where parameters.model = '{{ model }}'), 'no_data'
        ) as {{ model }}_status,
        max(parameters.note) filter (where parameters.model = '{{ model }}') as {{ model }}_note,
        {% endfor -%}
        observations.observation,
        observations.observed_until,
        observations.held_out_until
    from observations
    left join parameters on observations.observation = parameters.observation
    group by observations.observation, observations.observed_until, observations.held_out_until
)

select * from final
