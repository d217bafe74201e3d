with errors as (
    select * from {{ ref('int_lifetime_value_errors') }}
),

verdicts as (
    select * from {{ ref('int_lifetime_value_verdicts') }}
),

subjects as (
    select
        subject,
        basis,
        note
    from verdicts

    union all

    -- Revenue is the product of the two, as they are used.
    select
        'revenue' as subject,
        'product' as basis,
        'purchases times spend of both models' as note
    from verdicts
    where subject = 'purchases'
),

observations as (
    select * from {{ ref('int_lifetime_value_observations') }}
    where observation = 'holdout'
),

final as (
    {% for metric, name in [('rmse', 'rmse'), ('mae', 'mae'), ('expected_to_actual', 'ratio')] -%}
    select
        subjects.subject,
        '{{ metric }}' as metric,
        round(errors.expected_{{ name }}, 6) as value,
        round(errors.baseline_{{ name }}, 6) as baseline_value,
        coalesce(errors.customers, 0) as customers,
        observations.observed_until,
        observations.held_out_until,
        subjects.basis,
        subjects.note
    from subjects
    cross join observations
    left join errors on subjects.subject = errors.subject
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
