with inputs as (
    select * from {{ ref('int_cluster_inputs') }}
),

rules as (
    select * from {{ ref('int_cluster_rule_bounds') }}
),

final as (
    select
        inputs.customer_id,
        rules.rule_number
    from inputs
    inner join rules
        on
            true
            {%- for feature in cluster_features() %}
            {%- set value = 'coalesce(inputs.' ~ feature ~ ', rules.' ~ feature ~ '_fill)' %}
            and (rules.{{ feature }}_above is null or {{ value }} > rules.{{ feature }}_above)
            and (rules.{{ feature }}_up_to is null or {{ value }} <= rules.{{ feature }}_up_to)
            {%- endfor %}
)

select * from final
