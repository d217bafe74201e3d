{%- set entities = entity_keys() %}

with rejected as (
    {% for entity, key in entities.items() -%}
    select
        source_system,
        '{{ entity }}' as entity,
        {% if key | length > 1 -%}
        concat_ws(
            '|'{% for column in key %},
            coalesce(cast({{ column }} as string), ''){% endfor %}
        )
        {%- else -%}
        cast({{ key[0] if key else 'null' }} as string)
        {%- endif %} as record_id,
        reject_reason,
        source_file,
        source_row,
        raw_record
    from {{ ref('int_' ~ entity ~ '_judged') }}
    where record_status = 'rejected'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

unreadable as (
    select
        source_system,
        entity,
        cast(null as string) as record_id,
        reject_reason,
        source_file,
        source_line as source_row,
        raw_record
    from {{ ref('int_unreadable_lines') }}
),

final as (
    select * from rejected
    union all
    select * from unreadable
)

select * from final
