with features as (
    select * from {{ ref('customer_features') }}
),

inputs as (
    select
        customer_id,
        {% for feature in cluster_features() %}
        cast({{ feature }} as double) as {{ feature }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from features
)

select * from inputs
