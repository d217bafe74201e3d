with trained as (
    {% for question in ['purchase', 'category', 'spend'] -%}
    select
        '{{ question }}' as question,
        *
    from {{ ref('ml_propensity_' ~ question) }}
    where part in ('model', 'term') and model <> 'none'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        cast(question as string) as question,
        cast(model as string) as model,
        cast(case when part = 'model' then '(intercept)' else name end as string) as feature,
        cast(case when part = 'model' then 'intercept' else kind end as string) as term,
        cast(coalesce(position + 1, 0) as int) as term_number,
        value as weight,
        case when kind = 'above' then knot end as knot,
        mean,
        deviation,
        fill,
        cast(train_to as date) as trained_to
    from trained
)

select * from final
