-- The source record behind each surviving value.
{%- set fields = {
    'name': '(full_name is not null or last_name is not null)', 'email': 'email is not null and not is_stop_email',
    'phone': 'phone is not null and not is_stop_phone', 'birth_date': 'birth_date is not null', 'gender': 'gender is not null',
    'address': 'address_line is not null', 'company': 'company is not null', 'loyalty_number': 'loyalty_number is not null',
    'marketing_consent': 'marketing_consent is not null',
} %}

with candidates as (
    select * from {{ ref('int_golden_candidates') }}
),

final as (
    {% for field, condition in fields.items() -%}
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
