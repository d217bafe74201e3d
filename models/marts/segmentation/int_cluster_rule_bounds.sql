-- One row per rule, with the bounds of all features side by side, and what stands in for unknown values.
with rules as (
    select * from {{ ref('ml_cluster_rules') }}
),

fills as (
    select
        max(k) as k,
        {%- for feature in cluster_features() %}
        max(fill) filter (where feature = '{{ feature }}') as {{ feature }}_fill,
        {%- endfor %}
        max(row_count) as training_rows
    from {{ ref('ml_customer_clusters') }}
),

wide as (
    select
        rule_number,
        {%- for feature in cluster_features() %}
        max(above) filter (where feature = '{{ feature }}') as {{ feature }}_above,
        max(up_to) filter (where feature = '{{ feature }}') as {{ feature }}_up_to,
        {%- endfor %}
        max(cluster_number) as cluster_number,
        max(rule) as rule,
        max(rule_zh) as rule_zh,
        max(model_version) as model_version,
        max(trained_on) as trained_on
    from rules
    group by rule_number
),

final as (
    select
        wide.*,
        fills.*
    from wide
    cross join fills
)

select * from final
