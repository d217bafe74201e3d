-- The date macros against the calendar, on whichever engine runs the build.
{%- set answers = [
    ('a Monday', iso_weekday("date '2024-01-01'"), "'1'"),
    ('a Sunday', iso_weekday("date '2023-12-31'"), "'7'"),
    ('leap year', days_between("date '2024-02-28'", "date '2024-03-01'"), "'2'"),
    ('a day back', days_between("date '2024-03-01'", "date '2024-02-29'"), "'-1'"),
    ('days of timestamps ignore the hour', days_between("timestamp '2024-01-01 23:59:59'", "timestamp '2024-01-02 00:00:00'"), "'1'"),
    ('no second day', days_between("cast(null as date)", "date '2024-01-01'"), "cast(null as string)"),
    ('half an hour', hours_between("timestamp '2024-01-01 23:45:00'", "timestamp '2024-01-02 00:15:00'"), "'0.5'"),
    ('hours back', hours_between("timestamp '2024-01-02 00:00:00'", "timestamp '2024-01-01 00:00:00'"), "'-24.0'"),
    ('next month, one day later', months_between("date '2024-01-31'", "date '2024-02-01'"), "'1'"),
    ('same month', months_between("date '2024-02-01'", "date '2024-02-29'"), "'0'"),
    ('over the year', months_between("date '2023-11-30'", "date '2025-02-01'"), "'15'"),
    ('months back', months_between("date '2024-03-01'", "date '2024-02-29'"), "'-1'"),
    ('days of a leap February', "(select count(*) from (select " ~ explode_days("date '2024-02-01'", "date '2024-02-29'") ~ " as day) as days)", "'29'"),
    ('last of the days', "(select max(day) from (select " ~ explode_days("date '2024-02-01'", "timestamp '2024-03-01 00:00:00'") ~ " as day) as days)", "'2024-03-01'"),
] %}

with answers as (
    {% for what, result, expected in answers -%}
    select
        '{{ what }}' as what,
        cast({{ result }} as string) as result,
        {{ expected }} as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from answers
where result is distinct from expected
