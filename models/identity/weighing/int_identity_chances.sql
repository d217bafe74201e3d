-- How many pairs of records can be compared at all, and how many of them hold the same value: counted, where a sample
-- would be too small for what is rare.
{%- set values = {
    'given_name': 'given_name', 'family_name': 'family_name', 'birth_date': 'birth_digits',
    'national_id': 'national_id', 'email': 'email', 'phone': 'phone', 'loyalty_number': 'loyalty_number', 'attribute_1': 'attribute_1', 'attribute_2': 'attribute_2',
    'attribute_3': 'attribute_3',
} %}

with records as (
    select * from {{ ref('int_identity_records') }}
),

counted as (
    {% for comparison, value in values.items() -%}
    select
        '{{ comparison }}' as comparison,
        {{ value }} as held_value,
        count(*) as record_count
    from records
    where {{ value }} is not null
    group by {{ value }}
    union all
    {% endfor -%}
    select
        'record' as comparison,
        cast(null as string) as held_value,
        count(*) as record_count
    from records
),

final as (
    select
        comparison,
        cast(sum(record_count) as double) * (sum(record_count) - 1) / 2e0 as pairs,
        sum(cast(record_count as double) * (record_count - 1) / 2e0) as same_pairs
    from counted
    group by comparison
)

select * from final
