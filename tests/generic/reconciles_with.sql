{% test reconciles_with(model, value, other, other_value, tolerance=0.01) %}
{#- An aggregate of this model equals an aggregate of another relation to within `tolerance` (same unit). -#}
with one as (
    select {{ value }} as amount from {{ model }}
),

two as (
    select {{ other_value }} as amount from {{ other }}
)

select
    one.amount,
    two.amount as other_amount
from one
cross join two
where abs(coalesce(one.amount, 0) - coalesce(two.amount, 0)) > {{ tolerance }}
{% endtest %}
