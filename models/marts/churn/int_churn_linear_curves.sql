{{ config(access='protected', contract={'enforced': false}) }}

-- The terms of crm360/churn/terms.py, gathered by feature. No row where the model is not linear: then it has no terms.
with training as (
    select * from {{ ref('ml_churn_training') }}
),

terms as (
    select
        terms.name as feature,
        terms.kind,
        terms.knot,
        terms.fill,
        {{ safe_divide('terms.value', 'terms.deviation') }} as slope,
        {{ safe_divide('terms.value * terms.mean', 'terms.deviation') }} as centre,
        row_number() over (
            partition by terms.name, terms.kind order by terms.knot asc nulls last
        ) as knot_number
    from training as terms
    inner join training as calibration
        on calibration.part = 'calibration' and calibration.kind = 'sigmoid'
    where terms.part = 'term'
),

curves as (
    select
        feature,
        {% for kind in ['value', 'square', 'log', 'log_square', 'unknown'] -%}
        coalesce(sum(slope) filter (where kind = '{{ kind }}'), 0e0) as {{ kind }}_slope,
        {% endfor -%}
        {% for number in range(1, churn_knots() + 1) -%}
        coalesce(min(knot) filter (where kind = 'above' and knot_number = {{ number }}), 0e0) as knot_{{ number }},
        coalesce(sum(slope) filter (where kind = 'above' and knot_number = {{ number }}), 0e0)
            as knot_{{ number }}_slope,
        {% endfor -%}
        min(fill) as typical,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(-sum(centre), 12) as constant_part
    from terms
    group by feature
)

select * from curves
