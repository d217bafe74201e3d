{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select * from {{ ref('int_churn_scoring') }}
),

curves as (
    select * from {{ ref('int_churn_linear_curves') }}
),

feature_values as (
    select
        customers.customer_id,
        curves.*,
        case curves.feature
            {% for feature in churn_features() -%}
            when '{{ feature }}' then cast(customers.{{ feature }} as double)
            {% endfor -%}
        end as feature_value
    from customers
    cross join curves
),

filled as (
    select
        *,
        coalesce(feature_value, typical) as x,
        ln(1 + greatest(coalesce(feature_value, typical), 0e0)) as log_x
    from feature_values
),

contributions as (
    select
        customer_id,
        feature,
        case
            when feature_value is null then 'unknown'
            when feature_value > typical then 'high'
            else 'low'
        end as direction,
        constant_part
        + value_slope * x
        + square_slope * x * x
        + log_slope * log_x
        + log_square_slope * log_x * log_x
        {% for number in range(1, churn_knots() + 1) -%}
        + knot_{{ number }}_slope * greatest(x - knot_{{ number }}, 0e0)
        {% endfor -%}
        + case when feature_value is null then unknown_slope else 0e0 end as contribution
    from filled
)

select * from contributions
