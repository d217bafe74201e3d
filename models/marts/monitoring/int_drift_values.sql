{{ config(access='protected', contract={'enforced': false}) }}

-- What the models of churn, purchase and spend read: of the newest month end learnt from, and of the customers scored.
with learnt as (
    select * from {{ ref('int_churn_training_sample') }}
),

newest as (
    select max(snapshot_date) as snapshot_date from learnt
),

customers as (
    select
        'training' as period,
        {% for feature in churn_features() -%}
        learnt.{{ feature }},
        {% endfor -%}
        learnt.snapshot_date
    from learnt
    inner join newest on learnt.snapshot_date = newest.snapshot_date
    union all
    select
        'scoring' as period,
        {% for feature in churn_features() -%}
        {{ feature }},
        {% endfor -%}
        snapshot_date
    from {{ ref('int_churn_scoring') }}
),

features as (
    select listed.feature from (
        values
        {% for feature in churn_features() -%}
        ('{{ feature }}'){{ ',' if not loop.last }}
        {% endfor %}
    ) as listed (feature)
),

feature_values as (
    select
        features.feature,
        customers.period,
        customers.snapshot_date,
        case features.feature
            {% for feature in churn_features() -%}
            when '{{ feature }}' then cast(customers.{{ feature }} as double)
            {% endfor -%}
        end as value
    from customers
    cross join features
)

select * from feature_values
