{{ config(access='protected', contract={'enforced': false}) }}

with bounds as (
    select
        {% for bound in [
            'acquired_days', 'won_back_days', 'growing_ratio', 'declining_ratio', 'trend_min_change', 'prior_gaps',
            'default_gap_days',
        ] -%}
        max(value) filter (where bound = '{{ bound }}') as {{ bound }},
        {% endfor -%}
        max(value) filter (where bound = 'typical_gap_min_customers') as typical_gap_min_customers
    from {{ ref('lifecycle_bounds') }}
),

silences as (
    select
        {% for basis, state in [
            ('rhythm', 'at_risk'), ('rhythm', 'churned'), ('fixed', 'at_risk'), ('fixed', 'churned'),
        ] -%}
        {% set condition = "basis = '" ~ basis ~ "' and state = '" ~ state ~ "'" -%}
        {% set prefix = basis ~ '_' ~ state -%}
        max(gaps) filter (where {{ condition }}) as {{ prefix }}_gaps,
        max(min_days) filter (where {{ condition }}) as {{ prefix }}_min_days,
        max(max_days) filter (where {{ condition }}) as {{ prefix }}_max_days,
        {% endfor -%}
        count(*) as silence_bounds
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
