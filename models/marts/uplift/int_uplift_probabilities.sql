{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select * from {{ ref('int_uplift_scoring') }}
),

coefficients as (
    select
        campaign_type,
        arm,
        {% for feature in uplift_features() -%}
        max(transform) filter (where feature = '{{ feature }}') as {{ feature }}_transform,
        {% for what in ['fill', 'mean', 'deviation', 'weight', 'unknown_weight'] -%}
        max({{ what }}) filter (where feature = '{{ feature }}') as {{ feature }}_{{ what }},
        {% endfor -%}
        {% endfor -%}
        max(weight) filter (where feature = '(intercept)') as intercept
    from {{ ref('ml_uplift_coefficients') }}
    group by campaign_type, arm
),

-- As crm360.uplift.models.probabilities says.
log_odds as (
    select
        customers.customer_id,
        coefficients.campaign_type,
        coefficients.arm,
        coefficients.intercept
        {%- for feature in uplift_features() %}
        {%- set value = 'coalesce(customers.' ~ feature ~ ', coefficients.' ~ feature ~ '_fill)' %}
        + coefficients.{{ feature }}_weight * {{ safe_divide(
            "case when coefficients." ~ feature ~ "_transform = 'log1p' then ln(1 + greatest(" ~ value ~ ", 0e0)) else "
            ~ value ~ " end - coefficients." ~ feature ~ "_mean",
            'coefficients.' ~ feature ~ '_deviation'
        ) }}
        + case when customers.{{ feature }} is null then coefficients.{{ feature }}_unknown_weight else 0e0 end
        {%- endfor %} as log_odds
    from customers
    cross join coefficients
),

probabilities as (
    select
        customer_id,
        campaign_type,
        arm,
        {{ safe_divide(1, '1 + exp(-log_odds)') }} as probability
    from log_odds
),

final as (
    select
        customer_id,
        campaign_type,
        max(probability) filter (where arm = 'treated') as treated_probability,
        max(probability) filter (where arm = 'control') as control_probability,
        max(probability) filter (where arm = 'transformed') as transformed_probability
    from probabilities
    group by customer_id, campaign_type
)

select * from final
