{{ config(access='protected', contract={'enforced': false}) }}

{%- set parts = ['average_days_late', 'late_share', 'oldest_overdue_days', 'credit_utilisation'] %}

with balances as (
    select * from {{ ref('int_exposure_balances') }}
),

part_values as (
    {% for part in parts -%}
    select
        customer_id,
        '{{ part }}' as part,
        cast({{ part }} as double) as value
    from balances
    where {{ part }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        part_values.customer_id,
        part_values.part,
        parts.weight,
        100e0 * least(greatest(
            {{ safe_divide('parts.bad_at - part_values.value', 'parts.bad_at - parts.good_at') }}, 0e0
        ), 1e0) as score
    from part_values
    inner join {{ ref('exposure_parts') }} as parts on part_values.part = parts.part
)

select * from final
