-- The index is the weighted mean of the scores that customer_loyalty shows.
{%- set parts = [
    'repeat_purchase_rate', 'purchases_per_month', 'spend', 'products', 'categories', 'tenure_days', 'active_month_share',
    'nps', 'redemption_rate',
] %}
with scores as (
    {% for part in parts -%}
    select
        customer_id,
        loyalty_index,
        '{{ part }}' as part,
        {{ part }}_score as score
    from {{ ref('customer_loyalty') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

recomputed as (
    select
        scores.customer_id,
        max(scores.loyalty_index) as loyalty_index,
        sum(scores.score * weights.weight) as weighted_sum,
        sum(weights.weight) as weight_sum
    from scores
    inner join {{ ref('loyalty_parts') }} as weights on scores.part = weights.part
    where scores.score is not null
    group by scores.customer_id
)

select * from recomputed
where not coalesce(abs(loyalty_index * weight_sum - weighted_sum) < 1e-3, false)
