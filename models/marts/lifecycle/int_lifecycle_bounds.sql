{{ config(access='protected', contract={'enforced': false}) }}

with bounds as (
    select
        {% for bound in [
            'acquired_days', 'won_back_days', 'growing_ratio', 'declining_ratio', 'trend_min_change', 'prior_gaps', 'default_gap_days',
            'typical_gap_min_customers',
        ] -%}
        max(value) filter (where bound = '{{ bound }}') as {{ bound }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('lifecycle_bounds') }}
),

silences as (
    select
        {% for basis in ['rhythm', 'fixed'] -%}
        {% set outer_loop = loop -%}
        {% for state in ['at_risk', 'churned'] -%}
        {% for column in ['gaps', 'min_days', 'max_days'] -%}
        max({{ column }}) filter (where basis = '{{ basis }}' and state = '{{ state }}')
            as {{ basis }}_{{ state }}_{{ column }}{{ ',' if not (loop.last and outer_loop.last and state == 'churned') }}
        {% endfor -%}
        {% endfor -%}
        {% endfor %}
    from {{ ref('lifecycle_silence_bounds') }}
),

joined as (
    select
        bounds.*,
        silences.*
    from bounds
    cross join silences
)

select * from joined
