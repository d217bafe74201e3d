with rules as (
    select * from {{ ref('int_identity_rules') }}
),

elements as (
    {% for element, described in blocking_elements().items() -%}
    {% for comparison in described[1] -%}
    select '{{ element }}' as element, '{{ comparison }}' as comparison
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select distinct
        rules.rule,
        rules.rule_bit,
        elements.comparison
    from rules
    inner join elements
        on elements.element in (rules.element_1, rules.element_2, rules.element_3)
)

select * from final
