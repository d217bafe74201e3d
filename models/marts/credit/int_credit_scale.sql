{{ config(access='protected', contract={'enforced': false}) }}

-- The score of Siddiqi (2006): so many points double the odds, and the base score means the base odds.
{%- set doubling = var('credit_doubling_points') ~ 'e0' %}

with coefficients as (
    select * from {{ ref('ml_credit_scorecard') }}
    where part = 'coefficient'
),

scale as (
    select
        {{ safe_divide(doubling, 'ln(2)') }} as factor,
        {{ var('credit_base_score') }}e0 - {{ safe_divide(doubling, 'ln(2)') }}
        * ln(nullif({{ var('credit_base_odds') }}e0, 0e0)) as points_offset
),

final as (
    select
        max(scale.factor) as factor,
        max(scale.points_offset) as points_offset,
        max(coefficients.value) filter (where coefficients.name = '(intercept)') as intercept,
        count(*) filter (where coefficients.name <> '(intercept)') as features,
        cast(max(coefficients.status) as string) as status
    from coefficients
    cross join scale
)

select * from final
