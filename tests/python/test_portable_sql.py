"""The check of SQL that the engines read differently: what each rule catches, and what looks like it and is none."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import portable_sql

CAUGHT = [
    ("any-row", "select any_value(a), b from x group by b"),
    ("any-row", "select string_agg(a, ',') from x"),
    ("any-row", "select mode(a) from x"),
    ("array", "select list(a) from x"),
    ("array", "select array_agg(a) from x"),
    ("array", "select [1, 2] as a"),
    ("array", "select a[1] from x"),
    ("backslash", r"select a like 'a\_b' from x"),
    ("backslash", r"""select {{ f('a like \'\\_\'') }}"""),
    ("concat", "select concat(a, b) from x"),
    ("concat", "select {{ clean('concat(a, b)') }}"),
    ("date-function", "select date_diff('day', a, b) from x"),
    ("date-function", "select datediff(a, b) from x"),
    ("date-function", "select {{ dbt.datediff('a', 'b', 'month') }} from x"),
    ("date-function", "select strftime(a, '%Y') from x"),
    ("distinct-on", "select distinct on (a) a, b from x"),
    ("division", "select a / b from x"),
    ("division", "select a / {{ var('days') }} from x"),
    ("division", "select a / 100 from x"),
    ("division", "select a / 100.0 from x"),
    ("division", "select a / nullif(b, 0) from x"),
    ("division", "select {{ safe_divide('a / b', 'c') }} from x"),
    ("double-as-text", "select cast(avg(a) as string) from x"),
    ("global-window", "select sum(a) over () from x"),
    ("global-window", "select row_number() over (\n    order by a asc nulls last\n) from x"),
    ("interval", "select a + interval 1 day as b from x"),
    ("interval", "select a - interval {{ var('days') }} day as b from x"),
    ("logarithm", "select log(a) from x"),
    ("logarithm", "select ln(a) from x"),
    ("max-by", "select max_by(a, b) from x"),
    ("max-by", "select min_by(coalesce(a, 0), b) from x"),
    ("median", "select median(a) from x"),
    ("median", "select quantile_disc(a, 0.5) from x"),
    ("median", "select percentile_cont(0.5) within group (order by a) from x"),
    ("one-engine", "select * exclude (a) from x"),
    ("one-engine", "select * from range(3)"),
    ("one-engine", "select hash(a) from x"),
    ("operator", "select a // b from x"),
    ("operator", "select a ^ 2 from x"),
    ("operator", "select a ** 2 from x"),
    ("order-nulls", "select a from x order by a"),
    ("order-nulls", "select a from x order by a asc nulls last, b limit 3"),
    (
        "order-nulls",
        "select lag(a) over (partition by b order by c desc rows between 1 preceding and current row) from x",
    ),
    ("order-nulls", "{% set rows = run_query('select a from x order by a') %}"),
    ("quoted-identifier", 'select "a" from x'),
    ("regex", "select regexp_replace(a, 'b', 'c') from x"),
    ("regex", "select split(a, '.') from x"),
    ("regex", "select a similar to 'b' from x"),
    ("rounding-cast", "select cast(2.5 as int) as a"),
    ("rounding-cast", "select cast(avg(a) as bigint) from x"),
    ("rounding-cast", "select cast({{ safe_divide('a', 'b') }} as int) from x"),
    ("rounding-cast", "select cast(floor(a) + b / 2e0 as int) from x"),
    ("text-cast", "select try_cast(a as int) from x"),
    ("text-cast", "select {{ crm360.try_cast('a', 'date') }} from x"),
    ("text-position", "select substr(a, 0, 2) from x"),
    ("text-position", "select left(a, -1) from x"),
    ("trailing-comma", "select a, from x"),
    ("trailing-comma", "select a from x where a in (1, 2,)"),
    ("trailing-comma", "with x as (\n    select 1 as a\n),\n\nselect a from x"),
    ("trim", "select trim(a, '.') from x"),
    ("trim", "select ltrim(coalesce(a, b), '0') from x"),
    ("type", "select cast(a as varchar) from x"),
    ("type", "select cast(a as decimal) from x"),
    ("weekday", "select dayofweek(a) from x"),
    ("weekday", "select extract(dow from a) from x"),
]

LEFT_ALONE = [
    "select {{ first_by('a', 'b') }}, {{ quantile_disc('a', 0.5) }}, {{ joined_text('a', ', ', 'a') }} from x",
    "select first_value(a) over (partition by b order by c asc nulls last) from x",
    "select string_list(a), 'list(a)' as b, '[1]' as c from x",
    "{% set columns = ['a', 'b'] %}\nselect {{ columns[0] }} from x",
    r"{% if modules.re.match('^\\d+$', var('a')) %}{% endif %}",
    "select {{ regex_matches('a', '^[0-9]{2}/[0-9]{2}(a|b)') }} from x",
    "select concat_ws('', a, b), a || b, {{ dbt.concat(['a', 'b']) }} from x",
    "select {{ days_between('a', 'b') }}, cast({{ dbt.dateadd('day', 1, 'a') }} as date) from x",
    'select distinct a from x -- distinct on (a), a / b, "c", order by d',
    '{#- a / b, order by c, it\'s "d" -#}\nselect a from x /* a // b */',
    "select a / 100e0, 'n/a' as b, {{ safe_divide('a', 'b') }} from x",
    "select cast(a as double) / nullif(cast(b as double), 0) from x",
    "{% for day in ['29/02/2024', '3/4/2024 10:00'] %}select '{{ day }}' as a{% endfor %}",
    "select cast(a as string), cast(cast(avg(a) as decimal(18, 4)) as string) from x",
    "select sum(a) over (partition by b) from x",
    "select\n    -- few rows: a seed\n    lag(a) over (order by b asc nulls last),\n    sum(a) over ()\nfrom x",
    "select cast(a + interval 1 day as date) as b, c from x where d < e + interval 1 day",
    "select ln(1 + a), ln(nullif(a, 0)), log10(100), log(2, nullif(a, 0)), catalog(a) from x",
    "select max_by(a, b) filter (where a is not null) from x",
    "select median(cast(a as double)), percentile_disc(0.5) within group (order by a) from x",
    "select * from x where a between 1 and 2",
    "select count(*) from x",
    "select a from x order by {% if b %}b desc nulls last, {% endif %}c asc nulls first limit 3",
    "select row_number() over (partition by a order by coalesce(b, c) asc nulls last, d desc nulls last) from x",
    "select '\"a\"' as b, '{{ var(\"a\") }}' as c from x",
    "select split_part(a, ',', 1), {{ regex_replace_all('a', '[.]', '') }} from x",
    "select cast(floor(a / 2e0) as int), cast(round(avg(a)) as bigint), cast(count(*) as int) from x",
    "select cast(case when a > 0.5 then 1 else 0 end as int), cast(sum(a) filter (where b > 0.5) as bigint) from x",
    "select try_cast(floor(a) as int), {{ try_cast('a', 'decimal(18, 4)') }} from x",
    "select substr(a, 1, 2), substr(a, 10), left(a, 2), left(a, length(a) - 1) from x",
    "select a, {% for b in bs %}{{ b }}{{ ', ' if not loop.last }}{% endfor %} from x",
    "select {% for b in ['a', 'b',] %}{{ b }}{% if not loop.last %},{% endif %}{% endfor %} from x",
    "select trim(a), trim(split_part(a, ',', 2)), ltrim(coalesce(a, b)) from x",
    "select cast(a as decimal(18, 4)), cast(a as {{ column.data_type }}), cast(null as string), date '2024-01-01'",
    "select extract(year from a), {{ iso_weekday('a') }}, weekday from x",
    """select case when not a then {{ raise_error("'it is \\'' ~ b ~ '\\': ' || cast(c as string)") }} end""",
    """{% set rows = run_query("select a from x where b = '" ~ b ~ "' order by a asc nulls last") %}""",
    """{% do run_query("drop table x where a = '" ~ b ~ "'") %}select c from x where d = 'e'""",
    '{{ exceptions.raise_compiler_error("The var is \'" ~ a ~ "\': don\'t divide a / b, write \\"c\\".") }}',
]


@pytest.mark.parametrize(("rule", "sql"), CAUGHT)
def test_rule_catches(rule, sql):
    assert rule in {found for _, found in portable_sql.findings(sql)}


@pytest.mark.parametrize("sql", LEFT_ALONE)
def test_look_alikes_pass(sql):
    assert portable_sql.findings(sql) == []


def test_every_rule_is_tested_and_has_a_remedy():
    assert {rule for rule, _ in CAUGHT} == set(portable_sql.REMEDIES)


def test_a_finding_has_the_line_of_the_template():
    sql = "{#- two\nlines -#}\n{% set a = f(\n    'b / c'\n) %}\nselect 'one\ntwo', d -- e\n    / f\nfrom x"
    assert portable_sql.findings(sql) == [(4, "division"), (8, "division")]


def test_yaml_is_read_where_it_holds_sql():
    text = """
unit_tests:
  - name: a / b
    given:
      - input: ref('x')
        rows: |
          select 1 as a
          order by a
      - input: ref('y')
        rows:
          - {value: n/a}
    description: 'a "quoted" word, concat(a, b)'
models:
  - name: x
    data_tests:
      - all_rows_hold: {arguments: {condition: a / b > 1}}
      - all_rows_hold: {arguments: {condition: a > 1}}
    columns:
      - {name: a, data_type: varchar}
      - {name: b, data_type: "decimal(18, 4)"}
"""
    assert portable_sql.yaml_findings(text) == [(8, "order-nulls"), (16, "division"), (19, "type")]


def test_macros_of_one_engine_are_known_by_prefix_and_callers(tmp_path, capsys):
    (tmp_path / "macros.sql").write_text(
        """
{% macro read(x) %}{{ return(adapter.dispatch('read', 'crm360')(x)) }}{% endmacro %}
{% macro default__read(x) %}{{ duckdb_only(x) }} {{ shared(x) }} [1]{% endmacro %}
{% macro spark__read(x) %}weekday({{ x }}){% endmacro %}
{% macro duckdb_only(x) %}{# unlike lone(x) #}list({{ x }}) {{ duckdb_too(x) }}{% endmacro %}
{% macro duckdb_too(x) %}unnest({{ x }}){% endmacro %}
{% macro shared(x) %}concat({{ x }}, 'a'){% endmacro %}
{% macro lone(x) %}{{ x }} / 2{% endmacro %}
"""
    )
    (tmp_path / "model.sql").write_text("select {{ read('a') }}, {{ shared('b') }} from x\n")
    assert portable_sql.main([str(tmp_path)]) == 1
    lines = [line.removeprefix(f"{tmp_path}/").rsplit(": ", 2)[0] for line in capsys.readouterr().out.splitlines()]
    assert [line.split(": ")[0] for line in lines] == ["macros.sql:7", "macros.sql:8"]


def test_nothing_found_is_a_success(tmp_path):
    (tmp_path / "model.sql").write_text("select a from x\n")
    assert portable_sql.main([str(tmp_path)]) == 0
