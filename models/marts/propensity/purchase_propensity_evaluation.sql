with trained as (
    {% for question in ['purchase', 'category', 'spend'] -%}
    select
        '{{ question }}' as question,
        *
    from {{ ref('ml_propensity_' ~ question) }}
    where part = 'evaluation'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        cast(question as string) as question,
        cast(model as string) as model,
        cast(name as string) as metric,
        value,
        baseline_value,
        is_chosen,
        row_count,
        positive_count,
        cast(train_from as date) as train_from,
        cast(train_to as date) as train_to,
        cast(validation_from as date) as validation_from,
        cast(validation_to as date) as validation_to,
        cast(status as string) as status,
        cast(note as string) as note
    from trained
)

select * from final
