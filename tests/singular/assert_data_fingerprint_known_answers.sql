-- Computed with Python's hashlib: whatever the order of the rows, a repeated row counts, and so does an empty table.
with data_rows as (
    select
        'a' as name,
        cast('2025-01-31' as date) as day,
        1.5e0 as number
    union all
    select
        'ü|x' as name,
        cast('2024-02-29' as date) as day,
        {{ safe_divide('-1', '3') }} as number
    union all
    select
        cast(null as string) as name,
        cast(null as date) as day,
        cast(null as double) as number
    union all
    select
        'a' as name,
        cast('2025-01-31' as date) as day,
        1.5e0 as number
),

once as (
    select distinct * from data_rows
),

nothing as (
    select * from data_rows
    where name = 'nobody'
),

found as (
    {% for relation, expected, row_count in [
        ('data_rows', '5572b2e684d81fe4', 4), ('once', '4aa908d06746b0d2', 3), ('nothing', '03643c5bf1ded494', 0),
    ] -%}
    select
        '{{ relation }}' as relation,
        '{{ expected }}' as expected,
        {{ row_count }} as expected_rows,
        told.*
    from ({{ data_fingerprint(relation, ['name'], ['day'], ['number']) }}) as told
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from found
where data_fingerprint <> expected or data_rows <> expected_rows
