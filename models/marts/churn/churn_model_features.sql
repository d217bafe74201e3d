with training as (
    select * from {{ ref('ml_churn_training') }}
    where part = 'feature'
),

scores as (
    select * from {{ ref('ml_churn_scores') }}
),

reasons as (
    {% for number in [1, 2, 3] -%}
    select
        reason_{{ number }}_feature as feature,
        reasons_for
    from scores
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        feature,
        count(*) filter (where reasons_for = 'higher') as customers_higher,
        count(*) filter (where reasons_for = 'lower') as customers_lower
    from reasons
    where feature is not null
    group by feature
),

final as (
    select
        cast(training.name as string) as feature,
        cast(training.model as string) as model,
        training.value as weight,
        coalesce(counted.customers_higher, 0) as customers_higher,
        coalesce(counted.customers_lower, 0) as customers_lower
    from training
    left join counted on training.name = counted.feature
)

select * from final
