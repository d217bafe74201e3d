{{ config(access='protected', contract={'enforced': false}) }}

with observations as (
    select * from {{ ref('int_lifetime_value_models') }}
),

-- The model of today is of the same kind as the one that was validated, and both have to be fitted.
models as (
    {% for subject, model in [('purchases', 'bg_nbd'), ('spend', 'gamma_gamma')] -%}
    select
        '{{ subject }}' as subject,
        '{{ model }}' as model,
        count(*) filter (where {{ model }}_status = 'fitted') = 2 as is_fitted,
        count(*) filter (where observation = 'holdout' and {{ model }}_status = 'no_data') > 0 as is_too_short,
        coalesce(
            max({{ model }}_note) filter (where observation = 'today'),
            max({{ model }}_note) filter (where observation = 'holdout')
        ) as model_note
    from observations
    having count(*) > 0
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        models.subject,
        case
            when models.is_fitted and errors.expected_rmse <= errors.baseline_rmse then models.model
            else 'baseline'
        end as basis,
        case
            when models.is_too_short then 'nobody bought before the days held out: too short a history to validate on'
            when not models.is_fitted then coalesce(models.model_note, 'no customers to fit a model to')
            when errors.expected_rmse is null then 'no customers to validate on'
            when errors.expected_rmse > errors.baseline_rmse then 'the baseline was as good on the days held out'
            else 'smaller error than the baseline on the days held out'
        end as note
    from models
    left join {{ ref('int_lifetime_value_errors') }} as errors on models.subject = errors.subject
)

select * from final
