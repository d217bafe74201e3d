"""Reports SQL that DuckDB and Spark (ANSI mode) answer differently, or that Spark does not take.

`python tests/portable_sql.py models tests macros …` prints `file:line: rule: remedy` per finding and exits with 1 if
there is one. It reads models, tests and macros, and in YAML unit tests' SQL, data tests' arguments and column types.

It knows the text only, no types: it reports what looks like a difference, and misses what types alone would tell. Text
literals in a Jinja tag count as SQL. Macros of one engine (`default__…`, `spark__…`, what only these call) are skipped.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

REMEDIES = {
    "any-row": "any row may be the one, or a NULL: min, max, {{ first_by(value, order) }} or {{ joined_text(…) }}",
    "array": "literals, indexes and NULLs differ: join a table, or {{ joined_text(…) }}",
    "backslash": "an escape on Spark only: take another character, or chr(92)",
    "concat": "NULL is passed over on DuckDB only: a || b (NULL stays NULL) or concat_ws('', a, b) (passed over)",
    "date-function": "arguments and results differ: {{ days_between(a, b) }}, {{ parse_timestamp(text) }}, …",
    "distinct-on": "not on Spark: qualify row_number() over (partition by … order by …) = 1",
    "division": "by zero an error, of decimals a decimal on Spark: {{ safe_divide(a, b) }}, or a literal such as 100e0",
    "double-as-text": "1e7 is written as 1.0E7 on Spark: cast to decimal(p, s) first",
    "global-window": "one task for all rows on Spark: partition by …, or say why not in the CTE: -- few rows: …",
    "interval": "date + interval is a date on Spark, a timestamp on DuckDB: cast(… as date)",
    "logarithm": "log(x) has another base, ln(0) is -inf or NULL: ln(1 + x), ln(nullif(x, 0)), log10(nullif(x, 0))",
    "max-by": "rows with a NULL value are passed over on DuckDB only: {{ last_by(value, order) }}, {{ first_by(…) }}",
    "median": "decimals give a decimal on DuckDB, a double on Spark: median(cast(… as double)), {{ quantile_disc(…) }}",
    "one-engine": "another result or an error on Spark: standard SQL, or a macro in macros/cross_db",
    "operator": "// and ** fail on Spark, ^ is bitwise there: floor({{ safe_divide(a, b) }}), power(a, b)",
    "order-nulls": "NULLs are last on DuckDB, first on Spark: order by … asc nulls last",
    "quoted-identifier": "a text on Spark: rename it, without quotes",
    "regex": "{{ regex_matches(text, pattern) }}, {{ regex_replace_all(…) }}; split_part instead of split",
    "rounding-cast": "DuckDB rounds, Spark cuts: floor(…), ceil(…) or round(…) inside the cast",
    "text-cast": "'2.5' and '2024' are read differently: {{ parse_integer(text) }}, {{ parse_timestamp(text) }}",
    "text-position": "0 and negative positions differ: count from 1",
    "trailing-comma": "not on Spark: drop it",
    "trim": "the arguments are the other way round on Spark: {{ regex_replace_all(…) }}",
    "type": "not the same on Spark: string, bigint, int, double, decimal(p, s), boolean, date or timestamp",
    "weekday": "counted or written differently: {{ iso_weekday(day) }}",
}

# Before a function's name: no letter, and no `@`, which marks names outside the text literals of a Jinja tag.
F = r"(?<![\w.@])"
ARGUMENT = r"([^,()]|\([^()]*\))*"
# Searched in SQL in lower case, without comments and what is in text literals.
PATTERNS = [
    ("any-row", F + r"(first|last|any_value|mode|arg_max|arg_min|string_agg|group_concat|listagg)\("),
    ("array", F + r"(list|array|array_agg)\(|\["),
    ("concat", F + r"concat\("),
    ("date-function", F + r"(date_?(diff|add|sub)|age|epoch|strftime|strptime|to_timestamp)\(|@datediff\("),
    ("distinct-on", r"\bdistinct\s+on\b"),
    ("division", r"(?<![/\d])/(?!/|\s*(\d[\d.]*e\d|nullif\(cast\())"),
    ("interval", r"[-+]\s*interval\s([^,()]|\([^()]*\)){1,60}?\s+as\s+(?!date\b|timestamp\b)"),
    ("logarithm", F + rf"log\({ARGUMENT}\)|{F}(ln|log10|log2)\((?!\s*(1\s*\+|nullif|[\d.e]+\)))"),
    ("max-by", F + rf"(max|min)_by\({ARGUMENT},{ARGUMENT}\)(?!\s*filter)"),
    ("median", F + r"(median\((?!\s*cast)|(quantile\w*|approx_\w+|percentile(_cont|_approx)?)\()"),
    ("one-engine", F + r"(range|generate_series|unnest|columns|hash|skewness|kurtosis|corr|regr_\w+)\("),
    ("one-engine", r"\*\s*(exclude|replace)\b|\basof\b|\b(un)?pivot\b|\bignore\s+nulls\b"),
    ("operator", r"//|\*\*|\^"),
    ("quoted-identifier", r'"'),
    ("regex", F + r"(regexp_\w+|split)\(|\bsimilar\s+to\b|~"),
    ("text-cast", r"@try_cast\([^()]*,[\s@]*(int|bigint|date|timestamp)[\s@]*\)"),
    ("text-position", F + rf"(substr(ing)?\({ARGUMENT},\s*0\b|(left|right)\({ARGUMENT},\s*-)"),
    ("trailing-comma", r",\s*(\)|(from|where|group|union|select)\b)"),
    ("trim", F + rf"[lr]?trim\({ARGUMENT},"),
    ("weekday", F + r"(dayofweek|weekday|isodow|dayname|monthname|date_part)\("),
    ("weekday", r"\bextract\(\s*(dow|dayofweek\w*|isodow|epoch|second)\b"),
]
# What tells of a fraction in the expression of a cast, beside calls that return whole numbers.
FRACTION = re.compile(
    r"/|@(safe_divide|hours_between)\b|\b(avg|median|sqrt|ln|exp|power|stddev)\(|\b(double|decimal)\b|\d\.\d|\de\d"
)
WHOLE = re.compile(r"(?<![\w.@])(floor|ceil|ceiling|round|count|length|sign|extract)\(|\bfilter\s*\(")
TYPE = re.compile(r"int|bigint|double|string|boolean|date|timestamp|decimal\s*\(.*\)|.*@.*", re.DOTALL)

QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
TAG = re.compile(rf"""\{{\#.*?\#\}}|\{{\{{(?:{QUOTED}|[^'"])*?\}}\}}|\{{%(?:{QUOTED}|[^'"])*?%\}}""", re.DOTALL)
MESSAGE = re.compile(r"exceptions\.|refuse_var|modules\.re")
COMMENT_OR_TEXT = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\s*\(.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)


def findings(template: str) -> list[tuple[int, str]]:
    """Line (from 1) and rule of each finding in a SQL template."""
    statements = []

    def simplified(tag: re.Match) -> str:
        if not tag[0].startswith("{%"):
            return sql_of_tag(tag[0])
        statements.append(newlines(template[: tag.start()]) + sql_of_tag(tag[0]))
        return " @ " + newlines(tag[0])

    found = set()
    for text in [TAG.sub(simplified, template), *statements]:
        sql = COMMENT_OR_TEXT.sub(lambda part: "''" * part[0].startswith("'") + newlines(part[0]), text).lower()
        places = [(match.start(), rule) for rule, pattern in PATTERNS for match in re.finditer(pattern, sql)]
        places += [*unordered(sql), *casts(sql), *global_windows(sql, template.splitlines())]
        found |= {(line_of(sql, place), rule) for place, rule in places}
        texts = [part for part in COMMENT_OR_TEXT.finditer(text) if part[0].startswith("'")]
        found |= {(line_of(text, part.start()), "backslash") for part in texts if "\\" in part[0]}
    return sorted(found)


def newlines(text: str) -> str:
    return "\n" * text.count("\n")


def line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def sql_of_tag(tag: str) -> str:
    """A Jinja tag as SQL: text literals without quotes, names as `@name`; no comments, messages, regexes."""
    if tag.startswith("{#") or MESSAGE.search(tag):
        return newlines(tag)
    parts = re.split(rf"({QUOTED})", tag, flags=re.DOTALL)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = re.sub(r"\w+", r"@\g<0>", re.sub(r"[^\w\s(),]", "@", part))
        elif re.search(r"[\[^]|\(\?", part) or re.fullmatch(r".[\s,;:.]*.", part):
            parts[place] = "@" + newlines(part)
        else:
            parts[place] = re.sub(r"\\(.)", r"\1", f" @ {part[1:-1]} @ ")
    return "".join(parts)


def end_of(sql: str, start: int, stop: str = "$^") -> int:
    """Where the parenthesis open at `start` closes, or before that a match of `stop` outside inner parentheses."""
    depth = 0
    for match in re.compile(rf"[()]|{stop}").finditer(sql, start):
        if depth == 0 and match[0] != "(":
            return match.start()
        depth += {"(": 1, ")": -1}.get(match[0], 0)
    return len(sql)


def unordered(sql: str) -> Iterator[tuple[int, str]]:
    """Each `order by` with a key that does not say where NULLs go; `within group` has no use for them."""
    for match in re.finditer(r"(within\s+group\s*\(\s*)?\border\s+by\b", sql):
        end = match.end()
        while not match[1]:
            start, end = end, end_of(sql, end, r",|;|\b(?:rows|range|groups|limit|offset|union|qualify)\b")
            if not re.search(r"\bnulls\s+(first|last)\s*$", re.sub(r"@\w*", " ", sql[start:end])):
                yield match.start(), "order-nulls"
                break
            if sql[end : end + 1] != ",":
                break
            end += 1


def casts(sql: str) -> Iterator[tuple[int, str]]:
    """Casts to types that Spark lacks, and casts in which each engine rounds, reads or writes in its own way."""
    for match in re.finditer(r"(?<![\w@])(try_)?cast\(", sql):
        content = sql[match.end() : end_of(sql, match.end())]
        expression, target = re.fullmatch(r"(.*)\bas\s+(.*?)\s*", content, re.DOTALL).groups()
        if not TYPE.fullmatch(target):
            yield match.start(), "type"
        expression = re.sub(r"\bwhen\b.*?\bthen\b", " ", expression, flags=re.DOTALL)
        while whole := WHOLE.search(expression):
            expression = expression[: whole.start()] + "@" + expression[end_of(expression, whole.end()) + 1 :]
        if target in ("int", "bigint") and FRACTION.search(expression):
            yield match.start(), "rounding-cast"
        elif target in ("int", "bigint", "date", "timestamp") and match[1] and expression.strip() != "@":
            yield match.start(), "text-cast"
        elif target == "string" and FRACTION.search(expression) and "decimal" not in expression:
            yield match.start(), "double-as-text"


def global_windows(sql: str, lines: list[str]) -> Iterator[tuple[int, str]]:
    """Windows without `partition by`, unless a comment says why between the last blank line and the window's end."""
    for match in re.finditer(r"\bover\s*\(", sql):
        end = end_of(sql, match.end())
        first = line_of(sql, match.start()) - 1
        while first and lines[first - 1].strip():
            first -= 1
        has_reason = any("-- few rows: " in line for line in lines[first : line_of(sql, end)])
        if "partition by" not in sql[match.end() : end] and not has_reason:
            yield match.start(), "global-window"


def yaml_findings(text: str) -> list[tuple[int, str]]:
    """As `findings`, of a dbt YAML file."""
    found = set()

    def walk(node: yaml.Node, parent: str = "") -> None:
        for child in node.value if isinstance(node, yaml.SequenceNode) else []:
            walk(child)
        for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
            line = value.start_mark.line + 1
            if not isinstance(value, yaml.ScalarNode):
                walk(value, key.value)
            elif key.value == "data_type" and not TYPE.fullmatch(value.value):
                found.add((line, "type"))
            elif parent == "arguments" or key.value in ("rows", "where", "expression", "expr", "filter"):
                before = line if value.style in ("|", ">") else line - 1
                found.update((before + inner, rule) for inner, rule in findings(value.value))

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
        callers = {name: {by for by in calls if name in calls[by]} for name in calls.keys() - found}
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
        for line, rule in yaml_findings(text) if file.suffix == ".yml" else findings(shared):
            found.append(f"{file}:{line}: {rule}: {REMEDIES[rule]}")
    print("\n".join(found) or f"{len(texts)} files: no SQL that DuckDB and Spark read differently.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
