{% macro untenable_components(members, record) -%}
    {#- Components that cannot stand as they are, with the reason, from `members` (component, <record>): too many records, or two in them
        that a person said are not one. -#}
    select
        component,
        'too many records' as reason
    from {{ members }}
    group by component
    having count(*) > {{ var('identity_max_cluster_size') }}
    union all
    select
        one.component,
        'cannot link' as reason
    from {{ ref('int_identity_decisions') }} as decisions
    inner join {{ members }} as one on decisions.record_key_1 = one.{{ record }}
    inner join {{ members }} as other on decisions.record_key_2 = other.{{ record }}
    where decisions.decision = 'cannot link' and one.component = other.component
{%- endmacro %}
