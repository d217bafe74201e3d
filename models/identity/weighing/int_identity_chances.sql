-- How many pairs of records can be compared at all, and how many of them hold the same value: counted, where a sample
-- would be too small for what is rare.
{%- set comparisons = [
    'given_name', 'family_name', 'birth_date', 'national_id', 'email', 'phone', 'loyalty_number', 'attribute_1',
    'attribute_2', 'attribute_3',
] %}

with records as (
    select * from {{ ref('int_identity_records') }}
),

counted as (
    {% for comparison in comparisons -%}
    {% set column = 'birth_digits' if comparison == 'birth_date' else comparison -%}
    select
        '{{ comparison }}' as comparison,
        {{ column }} as held_value,
        count(*) as record_count
    from records
    where {{ column }} is not null
    group by {{ column }}
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
