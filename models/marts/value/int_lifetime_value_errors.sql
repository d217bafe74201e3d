{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select
        *,
        expected_purchases * expected_spend as expected_revenue,
        baseline_purchases * baseline_spend as baseline_revenue
    from {{ ref('int_lifetime_value_holdout') }}
),

-- Spend is judged by those who bought in the days held out.
cases as (
    {% for subject, actual in {
        'purchases': 'later_purchases', 'spend': 'later_mean_spend', 'revenue': 'later_spend'
    }.items() -%}
    select
        '{{ subject }}' as subject,
        cast({{ actual }} as double) as actual,
        expected_{{ subject }} as expected,
        baseline_{{ subject }} as baseline
    from customers
    where {{ actual }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        subject,
        {% for name in ['expected', 'baseline'] -%}
        sqrt(avg(power({{ name }} - actual, 2))) as {{ name }}_rmse,
        avg(abs({{ name }} - actual)) as {{ name }}_mae,
        {{ safe_divide('sum(' ~ name ~ ')', 'sum(actual)') }} as {{ name }}_ratio,
        {% endfor -%}
        count(*) as customers
    from cases
    group by subject
)

select * from final
