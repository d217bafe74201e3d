-- The source record behind each surviving value.
with candidates as (
    select * from {{ ref('int_golden_candidates') }}
),

final as (
    {% for field, condition in golden_fields().items() -%}
    select
        customer_id,
        '{{ field }}' as field,
        {{ first_by('record_key', field ~ '_place') }} as record_key,
        count(*) as records_with_value
    from candidates
    where {{ condition }}
    group by customer_id
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
