with features as (
    select * from {{ ref('int_churn_training_sample') }}
),

outcomes as (
    select * from {{ ref('int_propensity_outcomes') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

labelled as (
    select
        features.customer_id,
        features.snapshot_date,
        {% for feature in churn_features() -%}
        features.{{ feature }},
        {% endfor -%}
        outcomes.is_bought,
        outcomes.bought_known_on,
        outcomes.next_spend,
        outcomes.spend_known_on
    from features
    inner join outcomes
        on features.customer_id = outcomes.customer_id and features.snapshot_date = outcomes.snapshot_date
    inner join as_of
        on outcomes.bought_known_on <= as_of.as_of_date and outcomes.spend_known_on <= as_of.as_of_date
)

select * from labelled
