{{ config(access='protected', contract={'enforced': false}) }}

with training as (
    select * from {{ ref('ml_propensity_category') }}
),

model as (
    select
        model as model_name,
        value as bias
    from training
    where part = 'model'
),

terms as (
    select * from training
    where part = 'term'
),

curves as (
    {{ linear_curves('terms') }}
),

history_curves as (
    select * from curves
    where feature not like 'category: %'
),

choices as (
    select * from {{ ref('int_category_choices') }}
    where is_as_of
),

-- Each category has a feature that is 1 for its own rows and 0 for the others': 0 adds the constants of all, 1 the
-- rest.
others as (
    select round(coalesce(sum(constant_part), 0e0), 12) as constant_part
    from curves
    where feature like 'category: %'
),

intercepts as (
    select
        substr(curves.feature, 11) as category,
        others.constant_part + curves.value_slope + curves.square_slope + curves.log_slope * ln(2e0)
        + curves.log_square_slope * ln(2e0) * ln(2e0) as intercept
    from curves
    cross join others
    where curves.feature like 'category: %'
),

contributions as (
    {{ linear_contributions('choices', ['customer_id', 'category'], 'history_curves', category_history_features()) }}
),

histories as (
    select
        customer_id,
        category,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(sum(contribution), 12) as contribution
    from contributions
    group by customer_id, category
),

scored as (
    select
        choices.customer_id,
        choices.snapshot_date,
        choices.category,
        choices.days_total,
        choices.days_since,
        model.model_name,
        model.bias + intercepts.intercept + coalesce(histories.contribution, 0e0) as log_odds
    from choices
    inner join intercepts on choices.category = intercepts.category
    cross join model
    left join histories
        on choices.customer_id = histories.customer_id and choices.category = histories.category
),

final as (
    select
        *,
        least(greatest({{ safe_divide('1', '1 + exp(-log_odds)') }}, 0.001e0), 0.999e0) as probability
    from scored
)

select * from final
