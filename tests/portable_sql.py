"""Reports SQL that DuckDB and Spark (ANSI mode) answer differently, or that Spark does not take.

`python tests/portable_sql.py models tests macros …` prints `file:line: rule: what. Remedy` per finding and exits with 1 if there is one. It reads
models, tests and macros, and in YAML the SQL rows of unit tests, the arguments of data tests and column types.

It reads text and knows no types: it reports what looks like a difference, and misses what only types would tell. The text literals in a Jinja
tag count as SQL, too. Macros of one engine (`default__…`, `spark__…`, and what only such macros call) are left alone.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

# What stands before a function's name: no other letter, and no `@`, which marks a name in a Jinja tag, mostly a macro's.
F = r"(?<![\w.@])"
BY_MACRO = "differs between the engines or is missing on Spark"
# Name, pattern in SQL that is in lower case and without comments and the content of text literals, remedy.
RULES = [
    ("quoted-identifier", r'"', "a double-quoted name is a text on Spark. Rename it, without quotes"),
    ("integer-division", r"//", "not on Spark. cast(floor({{ safe_divide(a, b) }}) as bigint)"),
    ("division", r"(?<!/)/(?!/|\s*(\d|nullif\(cast\())", "an error on Spark for a zero divisor. {{ safe_divide(a, b) }}"),
    ("division", r"(?<!/)/\s*[\d.]+(?![\d.e])", "of decimals, a double on DuckDB, a decimal on Spark. Write 100 as 100e0"),
    ("power-operator", r"\^|\*\*", "`^` is a bitwise operator on Spark. power(a, b)"),
    ("distinct-on", r"\bdistinct\s+on\b", "not on Spark. qualify row_number() over (partition by … order by …) = 1"),
    ("concat", F + r"concat\(", "passes over NULL on DuckDB, returns it on Spark. `a || b` returns it, concat_ws passes over"),
    ("list", F + r"(list|array|array_agg)\(|\[", f"{BY_MACRO}. Join a table, or {{{{ joined_text(…) }}}}"),
    ("weekday", F + r"(dayofweek|weekday|isodow|dayname|monthname|date_part)\(", f"{BY_MACRO}. {{{{ iso_weekday(day) }}}}"),
    ("weekday", r"\bextract\(\s*(dow|dayofweek\w*|isodow|epoch|second)\b", f"{BY_MACRO}. {{{{ iso_weekday(day) }}}}"),
    ("date-part", F + r"(date_?diff|date_?add|date_?sub|age|epoch)\(|@date(diff|add)\(", f"{BY_MACRO}. {{{{ days_between(a, b) }}}}"),
    ("date-format", F + r"(strftime|strptime|to_timestamp)\(", f"{BY_MACRO}. {{{{ parse_timestamp(text) }}}}"),
    ("interval", r"[-+]\s*interval\s+\S+\s+\w+\s+as\s+(?!date\b|timestamp\b)", "date + interval is a date on Spark only. cast(… as date)"),
    ("regex", F + r"(regexp_\w+|split)\(|\bsimilar\s+to\b|~", f"{BY_MACRO}. {{{{ regex_matches(…) }}}}, split_part(…)"),
    ("any-row", F + r"(string_agg|group_concat|listagg)\(", "the rows come in any order. {{ joined_text(…) }}"),
    ("any-row", F + r"(first|last|any_value|mode|arg_max|arg_min)\(", "any row may be it, or a NULL. min, max or {{ first_by(value, order) }}"),
    ("null-by", F + r"(max|min)_by\([^()]*\)(?!\s*filter)", "passes over NULL values on DuckDB only. {{ last_by(value, order) }}"),
    ("quantile", F + r"(quantile|approx_|percentile)\w*\(", f"{BY_MACRO}. {{{{ quantile_disc(value, fraction) }}}}"),
    ("quantile", F + r"median\((?!\s*cast\()", "of decimals, a decimal on DuckDB, a double on Spark. median(cast(… as double))"),
    ("logarithm", F + r"log\([^,()]*\)", "decimal on DuckDB, natural on Spark. ln(x) or log10(x)"),
    ("logarithm", F + r"(ln|log10|log2)\((?!\s*(1\s*\+|nullif|[\d.e]+\)))", "of 0, -inf on DuckDB, NULL on Spark. ln(nullif(x, 0))"),
    ("statistics", F + r"(skewness|kurtosis|corr|regr_\w+)\(", f"{BY_MACRO}. Write the formula"),
    ("hash", F + r"hash\(", f"{BY_MACRO}. md5(text)"),
    ("trim", F + r"[lr]?trim\([^,()]*,", "the characters are the first argument on Spark. {{ regex_replace_all(…) }}"),
    ("text-position", F + r"substr(ing)?\([^,()]*,\s*0\b", "position 0 differs. Count from 1"),
    ("text-cast", r"@try_cast\([^()]*,\s*(int|bigint|date|timestamp)\s*\)", "differs for '2.5', '2024'. {{ parse_integer(text) }}"),
    ("table-function", F + r"(range|generate_series|unnest|columns)\(", "not on Spark. A macro of macros/cross_db"),
    ("syntax", r"\*\s*(exclude|replace)\b|\basof\b|\b(un)?pivot\b|\bignore\s+nulls\b", "not the same on Spark. Spell it out"),
    ("trailing-comma", r",\s*(\)|(from|where|group|union|select)\b)", "not on Spark. Drop it"),
]
# In what is left of a cast's expression without calls that return whole numbers, this tells of a fraction.
FRACTION = r"/|@(safe_divide|hours_between)\b|\b(avg|median|sqrt|ln|exp|power|stddev)\(|\b(double|decimal)\b|\d\.\d|\de\d"
WHOLE = re.compile(r"(?<![\w.@])(floor|ceil|ceiling|round|count|length|sign|extract)\(|\bfilter\s*\(")
TYPE = re.compile(r"int|bigint|double|string|boolean|date|timestamp|decimal\s*\(.*\)|.*@.*", re.DOTALL)
TYPE_REMEDY = "not the same on Spark. string, bigint, int, double, decimal(p, s), boolean, date or timestamp"

QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
TAG = re.compile(rf"""\{{\#.*?\#\}}|\{{\{{(?:{QUOTED}|[^'"])*?\}}\}}|\{{%(?:{QUOTED}|[^'"])*?%\}}""", re.DOTALL)
MESSAGE = re.compile(r"exceptions\.|refuse_var|modules\.re")
COMMENT_OR_TEXT = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\s*\(.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)

Finding = tuple[int, str, str]


def findings(template: str) -> list[Finding]:
    """Line (from 1), rule and remedy of each finding in a SQL template."""
    statements = []

    def simplified(tag: re.Match) -> str:
        if not tag[0].startswith("{%"):
            return sql_of_tag(tag[0])
        statements.append(newlines(template[: tag.start()]) + sql_of_tag(tag[0]))
        return " @ " + newlines(tag[0])

    found = set()
    for text in [TAG.sub(simplified, template), *statements]:
        sql = COMMENT_OR_TEXT.sub(lambda part: ("''" if part[0][0] == "'" else "") + newlines(part[0]), text).lower()
        places = [(place.start(), rule, remedy) for rule, pattern, remedy in RULES for place in re.finditer(pattern, sql)]
        places += [*unordered(sql), *casts(sql), *global_windows(sql, template.splitlines())]
        found |= {(line_of(sql, place), rule, remedy) for place, rule, remedy in places}
        for part in COMMENT_OR_TEXT.finditer(text):
            if part[0][0] == "'" and "\\" in part[0]:
                found.add((line_of(text, part.start()), "backslash", "an escape on Spark. Another character, or chr(92)"))
    return sorted(found)


def newlines(text: str) -> str:
    return "\n" * text.count("\n")


def line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def sql_of_tag(tag: str) -> str:
    """A Jinja tag as SQL: its text literals without quotes, its names as `@name`. Comments, messages and regular expressions are no SQL."""
    if tag.startswith("{#") or MESSAGE.search(tag):
        return newlines(tag)
    parts = re.split(rf"({QUOTED})", tag, flags=re.DOTALL)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = re.sub(r"\w+", r"@\g<0>", re.sub(r"[^\w\s(),]", "@", part))
        elif re.search(r"[\[^]|\(\?", part) or not re.search(r"[\w()]|[-+*/]", part):
            parts[place] = "@" + newlines(part)
        else:
            parts[place] = part[1:-1]
    return "".join(parts)


def end_of(sql: str, start: int, stop: str = "$^") -> int:
    """Where the parenthesis that is open at `start` closes, or before that a match of `stop` outside further parentheses."""
    depth = 0
    for match in re.compile(rf"[()]|{stop}").finditer(sql, start):
        if depth == 0 and match[0] != "(":
            return match.start()
        depth += {"(": 1, ")": -1}.get(match[0], 0)
    return len(sql)


def unordered(sql: str) -> Iterator[tuple[int, str, str]]:
    """The `order by` whose keys do not all say where NULLs go; in `within group` NULLs do not count."""
    for match in re.finditer(r"(within\s+group\s*\(\s*)?\border\s+by\b", sql):
        end = match.end()
        while not match[1]:
            start, end = end, end_of(sql, end, r",|;|\b(?:rows|range|groups|limit|offset|union|qualify)\b")
            if not re.search(r"\bnulls\s+(first|last)\s*$", re.sub(r"@\w*", " ", sql[start:end])):
                yield match.start(), "order-nulls", "NULLs are last on DuckDB, first on Spark. asc nulls last"
                break
            if sql[end : end + 1] != ",":
                break
            end += 1


def casts(sql: str) -> Iterator[tuple[int, str, str]]:
    """Casts to types that one engine lacks, and casts that round, read or write numbers in the engine's own way."""
    for match in re.finditer(r"(?<![\w@])(try_)?cast\(", sql):
        content = sql[match.end() : end_of(sql, match.end())]
        expression, target = re.fullmatch(r"(.*)\bas\s+(.*?)\s*", content, re.DOTALL).groups()
        if not TYPE.fullmatch(target):
            yield match.start(), "type", TYPE_REMEDY
        expression = re.sub(r"\bwhen\b.*?\bthen\b", " ", expression, flags=re.DOTALL)
        while whole := WHOLE.search(expression):
            expression = expression[: whole.start()] + expression[end_of(expression, whole.end()) + 1 :]
        is_fraction = re.search(FRACTION, expression)
        if target in ("int", "bigint") and is_fraction:
            yield match.start(), "rounding-cast", "rounds on DuckDB, cuts on Spark. floor, ceil or round in the cast"
        elif target in ("int", "bigint", "date", "timestamp") and match[1] and expression.strip():
            yield match.start(), "text-cast", "differs for '2.5', '2024'. {{ parse_integer(text) }}, {{ parse_timestamp(text) }}"
        elif target == "string" and is_fraction and "decimal" not in expression:
            yield match.start(), "double-as-text", "1e7 is written in another way. Cast to decimal(p, s) first"


def global_windows(sql: str, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    for match in re.finditer(r"\bover\s*\(", sql):
        end = end_of(sql, match.end())
        around = lines[max(line_of(sql, match.start()) - 2, 0) : line_of(sql, end)]
        if "partition" not in sql[match.end() : end] and not any("-- few rows: " in line for line in around):
            yield match.start(), "global-window", "all rows in one task on Spark. partition by, or comment `-- few rows: <why>`"


def yaml_findings(text: str) -> list[Finding]:
    """As `findings`, of a dbt YAML file."""
    found = set()

    def walk(node: yaml.Node, parent: str = "") -> None:
        for child in node.value if isinstance(node, yaml.SequenceNode) else []:
            walk(child)
        for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
            first = value.start_mark.line + 1
            if not isinstance(value, yaml.ScalarNode):
                walk(value, key.value)
            elif key.value == "data_type" and not TYPE.fullmatch(value.value):
                found.add((first, "type", TYPE_REMEDY))
            elif parent == "arguments" or key.value in ("rows", "where", "expression", "expr", "filter"):
                found.update(((first + line - (value.style is None), *rest) for line, *rest in findings(value.value)))

    if root := yaml.compose(text, Loader=yaml.SafeLoader):
        walk(root)
    return sorted(found)


def one_engine_macros(templates: list[str]) -> set[str]:
    """The macros that only one engine runs: by their prefix, or because only such macros call them."""
    calls: dict[str, set[str]] = {}
    for template in templates:
        text = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
        for name, body in [("", MACRO.sub("", text)), *((macro[1], macro[0]) for macro in MACRO.finditer(text))]:
            calls.setdefault(name, set()).update(set(re.findall(r"\b(\w+)\(", body)) - {name})
    found: set[str] = set()
    more = {name for name in calls if re.match(r"(default|duckdb|spark)__", name)}
    while more:
        found |= more
        callers = {name: {caller for caller in calls if name in calls[caller]} for name in calls.keys() - found}
        more = {name for name, by in callers.items() if by and by <= found}
    return found


def main(paths: list[str]) -> int:
    """Prints what is found in the SQL and YAML files of folders; 1 if there is anything, else 0."""
    files = [file for path in paths for file in sorted(Path(path).rglob("*")) if file.suffix in (".sql", ".yml")]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    one_engine = one_engine_macros([text for file, text in texts.items() if file.suffix == ".sql"])
    found = []
    for file, text in texts.items():
        shared = MACRO.sub(lambda macro: newlines(macro[0]) if macro[1] in one_engine else macro[0], text)
        for line, rule, remedy in yaml_findings(text) if file.suffix == ".yml" else findings(shared):
            found.append(f"{file}:{line}: {rule}: {remedy}.")
    print("\n".join(found) or f"{len(texts)} files: no SQL that Spark and DuckDB read differently.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
