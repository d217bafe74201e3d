"""What bad input gets: a sentence before anything is built, or a reject reason; never a crash or a silent skip."""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]

# dbt in one process for many runs: imports and, where the vars that parsing reads are the same, parsing are paid once.
# Each case writes its extract, runs dbt and asks the warehouse before the next one overwrites the file.
RUNS = """
import contextlib, io, json, os, sys
from pathlib import Path
import duckdb
from dbt.cli.main import dbtRunner
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
manifests, results = {}, []
for case in json.load(sys.stdin):
    os.environ["CRM360_WAREHOUSE"] = case["warehouse"]
    Path(case["warehouse"]).unlink(missing_ok=True)
    extract = Path(case["extract"])
    extract.unlink(missing_ok=True)
    if case["content"] is not None:
        extract.write_bytes(bytes.fromhex(case["content"]))
    given = ["--vars", json.dumps(case["vars"])]
    if case["parsed_as"] not in manifests:
        manifests[case["parsed_as"]] = dbtRunner().invoke(["--quiet", "parse", "--no-partial-parse", *given]).result
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        outcome = dbtRunner(manifest=manifests[case["parsed_as"]]).invoke(["--no-use-colors", "run", *given])
    DuckDBConnectionManager._ENV = None
    answers = {}
    with duckdb.connect(case["warehouse"]) as connection:
        for query in case["queries"]:
            try:
                answers[query] = connection.execute(query).fetchall()
            except duckdb.Error as error:
                answers[query] = str(error)
    results.append([outcome.success, printed.getvalue() + str(outcome.exception or ""), answers])
json.dump(results, sys.stdout, default=str)
"""

STAGED = "select order_id, source_row, reject_reason from staging.stg_shop__orders order by source_row"
ACCEPTED = "select order_id from staging.stg_shop__orders where reject_reason is null order by source_row"
COUNTED = "select count(*) from staging.stg_shop__orders"
TYPES = "select column_name, column_type from (describe staging.stg_shop__orders)"
LEFT_OUT = "select source_line, reject_reason from conformed.int_unreadable_lines order by source_line"
CONTENT = (
    "select raw_record, source_file like '%/shop/orders.csv' from conformed.int_unreadable_lines order by source_line"
)
BUILT = "select (select count(*) from duckdb_tables()) + (select count(*) from duckdb_views() where not internal)"

ORDERS = [
    "order_no",
    "account_id",
    "placed_at",
    "status",
    "channel",
    "currency",
    "subtotal",
    "discount",
    "tax",
    "shipping",
    "refunded",
    "updated_at",
]
GOOD = "{},A500001,2024-03-05 10:00:00,completed,web,GBP,12.50,0,2.50,0,0,2024-03-05 10:00:00"
HEADER = ",".join(ORDERS)
WITH_BREAK = '"we\nb"'


def rows(file, query):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


class Orders:
    """The project reduced to one staging model: enough for what happens until a file is read, and quick to parse."""

    def __init__(self, folder, project_copy):
        self.project = project_copy(folder, parts=("macros", "tests/generic"))
        models = folder / "models/staging/shop"
        models.mkdir(parents=True)
        for name in ("stg_shop__orders.sql", "_shop__sources.yml"):
            shutil.copy(REPOSITORY / "models/staging/shop" / name, models / name)
        (folder / "models/conformed").mkdir()
        shutil.copy(REPOSITORY / "models/conformed/int_unreadable_lines.sql", folder / "models/conformed")
        self.cases = []

    def add(self, name, content=None, **project_vars):
        """A run to do: over an extract of this content (None: there is none)."""
        raw = self.project.folder / "raw"
        (raw / "shop").mkdir(parents=True, exist_ok=True)
        given = {
            "systems": {"shop": ["orders"]},
            "raw_dir": str(raw),
            "raw_format": "csv",
            "serving_path": "served.duckdb",
        } | project_vars
        self.cases.append(
            {
                "name": name,
                "vars": given,
                "content": None if content is None else content.hex(),
                "extract": str(raw / f"shop/orders.{given['raw_format']}"),
                "warehouse": str(self.project.folder / "warehouse.duckdb"),
                "parsed_as": json.dumps(
                    [given.get(var) for var in ("raw_dir", "raw_format", "raw_schema", "extracted_at")]
                ),
                "queries": [STAGED, ACCEPTED, COUNTED, TYPES, LEFT_OUT, CONTENT, BUILT],
            }
        )

    def run(self):
        """{name: (succeeded, printed, {query: rows})}"""
        done = subprocess.run(
            [sys.executable, "-c", RUNS],
            cwd=self.project.folder,
            env=self.project.environment(),
            text=True,
            capture_output=True,
            input=json.dumps(self.cases),
        )
        assert done.returncode == 0, done.stderr[-3000:]
        results = {}
        for case, (succeeded, printed, answers) in zip(self.cases, json.loads(done.stdout), strict=True):
            tuples = {
                query: found if isinstance(found, str) else [tuple(row) for row in found]
                for query, found in answers.items()
            }
            results[case["name"]] = (succeeded, printed, tuples)
        return results


# A sentence before anything is built: (content of the extract or None, vars) → what the sentence has to name.

REFUSED = {
    "missing file": (None, {}, ["orders.csv'", "stg_shop__orders", "does not exist", "Deliver it", "raw_dir"]),
    "missing column": (
        f"{HEADER.replace('status,', '')}\n".encode(),
        {},
        ["shop.orders", "orders.csv", "lacks the column status", "Deliver it"],
    ),
    "column twice": (f"{HEADER},STATUS\n".encode(), {}, ["shop.orders", "'status' twice", "rename"]),
    "column of crm360": (f"{HEADER},source_row\n".encode(), {}, ["'source_row'", "rename"]),
    "binary file": (bytes(range(256)) * 40, {}, ["shop.orders", "lacks the column order_no, account_id"]),
    "bytes that are no UTF-8": (b"\xff\xfe\x80\x81" * 1000, {}, ["lacks the column order_no"]),
    "no Parquet file": (
        b"order_no\nO1\n",
        {"raw_format": "parquet"},
        ["orders.parquet", "is no Parquet file", "raw_format"],
    ),
    "missing table": (None, {"raw_schema": "landing"}, ["landing.orders", "does not exist", "raw_schema"]),
    "as_of_date no date": (b"", {"as_of_date": "30.6.2025"}, ["as_of_date", "30.6.2025", "YYYY-MM-DD"]),
    "as_of_date not in the calendar": (
        b"",
        {"as_of_date": "2025-02-30"},
        ["as_of_date", "2025-02-30", "a day of the calendar"],
    ),
    "extracted_at no date": (
        b"",
        {"extracted_at": {"shop": "yesterday"}},
        ["extracted_at.shop", "yesterday", "YYYY-MM-DD"],
    ),
    "extracted_at no time": (b"", {"extracted_at": {"shop": "2025-07-01 25:00"}}, ["extracted_at.shop", "25:00"]),
    "raw_format": (b"", {"raw_format": "xlsx"}, ["raw_format", "xlsx", "csv or parquet"]),
    "raw_dir": (b"", {"raw_dir": "exports (2025)"}, ["raw_dir", "exports (2025)", "without quotes, parentheses"]),
    "raw_schema": (b"", {"raw_schema": "raw; drop"}, ["raw_schema", "raw; drop"]),
    "serving_personal_data": (
        b"",
        {"serving_personal_data": "plain"},
        ["serving_personal_data", "plain", "masked or clear"],
    ),
    "serving_path": (b"", {"serving_path": ""}, ["serving_path", "path of the DuckDB file"]),
    "churn_horizon_days": (b"", {"churn_horizon_days": -90}, ["churn_horizon_days", "-90", "above zero"]),
    "rfm_window_days": (b"", {"rfm_window_days": 0}, ["rfm_window_days", "'0'", "above zero"]),
    "snapshot_months": (b"", {"snapshot_months": 1.5}, ["snapshot_months", "1.5", "whole number"]),
    "identity_max_block_size": (b"", {"identity_max_block_size": "many"}, ["identity_max_block_size", "many"]),
    "satisfaction_half_life_days": (
        b"",
        {"satisfaction_half_life_days": True},
        ["satisfaction_half_life_days", "True"],
    ),
    "default_country": (b"", {"default_country": "England"}, ["default_country", "England", "GB"]),
    "reporting_currency": (b"", {"reporting_currency": "£"}, ["reporting_currency", "£", "GBP"]),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory, project_copy):
    orders = Orders(tmp_path_factory.mktemp("refused"), project_copy)
    for name, (content, project_vars, _) in REFUSED.items():
        orders.add(name, content, **project_vars)
    return orders.run()


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_sentence_before_anything_is_built(refused, name):
    succeeded, printed, answers = refused[name]
    assert not succeeded
    sentence = next(line for line in printed.splitlines() if re.search(r"^\S*\s+The (var|file|table|source) ", line))
    for part in REFUSED[name][2]:
        assert part in sentence, sentence
    assert answers[BUILT] == [(0,)]


# Files that can be read, wholly or in part:
# content → rows read (order_no, source_row, reject_reason), lines left out (line, reason).

UNREADABLE = "line: {}".format
READ = {
    "no bytes": (b"", [], []),
    "header only": (f"{HEADER}\n".encode(), [], []),
    "header without line end": (HEADER.encode(), [], []),
    "byte order mark": (f"\ufeff{HEADER}\n{GOOD.format('O1')}\n".encode(), [("O1", 1, None)], []),
    "Windows line ends": (
        f"{HEADER}\r\n{GOOD.format('O1')}\r\n{GOOD.format('O2')}\r\n".encode(),
        [("O1", 1, None), ("O2", 2, None)],
        [],
    ),
    "several line ends": (
        f"{HEADER}\r\n{GOOD.format('O1')}\n{GOOD.format('O2')}\r\n{GOOD.format('O3')}\r{GOOD.format('O4')}".encode(),
        [("O1", 1, None), ("O2", 2, None), ("O3", 3, None), ("O4", 4, None)],
        [],
    ),
    "blank lines": (
        f"\n{HEADER}\n\n{GOOD.format('O1')}\n\n{GOOD.format('O2')}\n\n".encode(),
        [("O1", 1, None), ("O2", 2, None)],
        [],
    ),
    "line break in a value": (
        f"{HEADER}\n{GOOD.format('O1').replace('web', WITH_BREAK)}\n{GOOD.format('O2')}\n".encode(),
        [("O1", 1, None), ("O2", 2, None)],
        [],
    ),
    "quoted header": (('"' + '","'.join(ORDERS) + f'"\n{GOOD.format("O1")}\n').encode(), [("O1", 1, None)], []),
    "capital header": (f"{HEADER.upper()}\n{GOOD.format('O1')}\n".encode(), [("O1", 1, None)], []),
    "another order of columns": (
        (",".join(reversed(ORDERS)) + "\n" + ",".join(reversed(GOOD.format("O1").split(","))) + "\n").encode(),
        [("O1", 1, None)],
        [],
    ),
    "more columns": (f"{HEADER},note,\n{GOOD.format('O1')},a note,\n".encode(), [("O1", 1, None)], []),
    "torn lines": (
        f"{HEADER}\n{GOOD.format('O1')}\nO2,A500001\n{GOOD.format('O3')},1,2,3\n{GOOD.format('O4')}\nO5\n{GOOD.format('').strip()}\n".encode(),
        [("O1", 1, None), ("O4", 4, None), (None, 6, "order_no: missing")],
        [(3, UNREADABLE("missing columns")), (4, UNREADABLE("too many columns")), (6, UNREADABLE("missing columns"))],
    ),
    # DuckDB 2.0 loses such a last line with `ignore_errors`.
    "good last line after a stray quote": (
        f"{HEADER}\n{GOOD.format('O1')}\n{GOOD.format(chr(34) + 'O2' + chr(34) + 'x')}\n{GOOD.format('O3')}".encode(),
        [("O1", 1, None), ("O3", 3, None)],
        [(3, UNREADABLE("unquoted value"))],
    ),
    "quote that never ends": (
        f'{HEADER}\n{GOOD.format("O1")}\n"{GOOD.format("O2")}\n{GOOD.format("O3")}\n'.encode(),
        [("O1", 1, None)],
        [(3, UNREADABLE("unquoted value"))],
    ),
    "Latin-1": (
        f"{HEADER}\n{GOOD.format('O1')}\n{GOOD.format('Ö2')}\n{GOOD.format('O3')}\n{GOOD.format('O4é')}\n".encode(
            "latin-1"
        ),
        [("O1", 1, None), ("O3", 3, None)],
        [(3, UNREADABLE("invalid encoding")), (5, UNREADABLE("invalid encoding"))],
    ),
    "garbage values": (
        f"{HEADER}\n{GOOD.format('O1').replace('12.50', 'twelve')}\n\x00,\x01,{','.join('?' * 10)}\n".encode(),
        [("O1", 1, "subtotal: not a number"), ("\x00", 2, "placed_at: not a date")],
        [],
    ),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory, project_copy):
    folder = tmp_path_factory.mktemp("read")
    orders = Orders(folder, project_copy)
    for name, (content, _, _) in READ.items():
        orders.add(name, content)
    orders.add("garbage", GARBAGE)
    orders.add("no Parquet rows", parquet(folder, "where false"), raw_format="parquet")
    orders.add("Parquet", parquet(folder, ""), raw_format="parquet")
    return orders.run()


# Every byte but the header at random: line ends of all kinds, quotes, no UTF-8.
GARBAGE = (
    f"{HEADER}\n{GOOD.format('O1')}\n".encode()
    + bytes((i * i * 7 + i // 3) % 256 for i in range(20_000))
    + f"\n{GOOD.format('O2')}\n".encode()
)


def parquet(folder, condition):
    file = folder / "one.parquet"
    values = ", ".join(f"'{value}' as {name}" for name, value in zip(ORDERS, GOOD.format("O1").split(","), strict=True))
    duckdb.connect().execute(f"copy (select * from (select {values}) {condition}) to '{file}' (format parquet)")
    return file.read_bytes()


@pytest.mark.parametrize("name", READ)
def test_every_line_is_read_or_listed(read, name):
    succeeded, printed, answers = read[name]
    assert succeeded, printed[-3000:]
    assert answers[STAGED] == READ[name][1]
    assert answers[LEFT_OUT] == READ[name][2]
    # A query that needs no column sees the same rows.
    assert answers[COUNTED] == [(len(READ[name][1]),)]
    types = dict(answers[TYPES])
    assert (types["ordered_at"], types["gross_amount"], types["source_row"]) == ("TIMESTAMP", "DECIMAL(18,4)", "BIGINT")


def test_unreadable_lines_keep_their_content(read):
    assert read["torn lines"][2][CONTENT][0] == ("O2,A500001", True)
    [(swallowed, _)] = read["quote that never ends"][2][CONTENT]
    assert "O2" in swallowed and "O3" in swallowed


def test_garbage_under_a_header_is_listed(read):
    """Good records before and after it are read; every line of it has a reason."""
    succeeded, printed, answers = read["garbage"]
    assert succeeded, printed[-3000:]
    assert answers[ACCEPTED] == [("O1",), ("O2",)]
    lines = [line for line in re.split(rb"\r\n|\r|\n", GARBAGE) if line]
    assert len(answers[STAGED]) + len(answers[LEFT_OUT]) == len(lines) - 1


def test_parquet_without_rows(read):
    assert read["no Parquet rows"][0], read["no Parquet rows"][1]
    assert read["no Parquet rows"][2][STAGED] == []
    assert read["Parquet"][2][STAGED] == [("O1", 1, None)]


# The whole project.


@pytest.fixture(scope="module")
def whole(tmp_path_factory, project_copy):
    return project_copy(tmp_path_factory.mktemp("whole"))


def test_systems_that_cannot_be(whole):
    """Read while dbt parses, so before anything is built."""
    _, printed = whole.run("build", systems=["shop"])
    assert "The var systems is '['shop']': write it as {system: [entity, …], …}" in printed
    _, printed = whole.run("build", systems={"shop": ["orders", "invoices"]})
    assert (
        "The var systems gives 'shop' the entity 'invoices', which crm360 does not know: use one of customers, products"
        in printed
    )
    # dbt's own words, as docs/bad-input.md tells: which models a project has is not known while it is parsed.
    _, printed = whole.run("build", systems={"erp": ["orders"]})
    assert "depends on a node named 'stg_erp__orders' which was not found" in printed
    assert not whole.warehouse.exists() or rows(whole.warehouse, "select count(*) from duckdb_tables()") == [(0,)]


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """A small company's extracts: a file of no bytes, a header only, torn and garbled lines, Windows line ends."""
    raw = tmp_path_factory.mktemp("damaged") / "raw"
    subprocess.run(
        [sys.executable, "-m", "crm360.demo", "--customers", "60", "--out", raw],
        check=True,
        capture_output=True,
        cwd=REPOSITORY,
    )
    (raw / "helpdesk/tickets.csv").write_bytes(b"")
    responses = raw / "survey/responses.csv"
    responses.write_bytes(responses.read_bytes().split(b"\n")[0] + b"\n")
    orders = raw / "shop/orders.csv"
    lines = orders.read_bytes().splitlines(keepends=True)
    orders.write_bytes(b"".join([*lines[:5], b"O1\n", b"\xff\xfe" + b"," * 11 + b"\n", *lines[5:]]))
    contacts = raw / "crm/contacts.csv"
    contacts.write_bytes(contacts.read_bytes().replace(b"\n", b"\r\n") + b"K1,\xe9" + b"," * 17 + b"\r\n")
    usage = raw / "billing/usage.csv"
    usage.write_bytes(usage.read_bytes() + GARBAGE)
    return raw


def test_damaged_extracts_and_missing_systems_build(whole, damaged):
    """Every mart builds and passes its tests, and the ledger adds up."""
    systems = yaml.safe_load((REPOSITORY / "dbt_project.yml").read_text())["vars"]["systems"]
    del systems["web"], systems["social"]
    whole.build("--exclude-resource-type", "unit_test", raw_dir=str(damaged), systems=systems)
    ledger = {
        (system, entity): counts for system, entity, *counts in rows(whole.warehouse, "from marts.data_quality_ledger")
    }
    assert ledger["helpdesk", "tickets"] == ledger["survey", "survey_responses"] == [0, 0, 0, 0]
    assert all(
        rows_in == accepted + rejected + superseded for rows_in, accepted, rejected, superseded in ledger.values()
    )
    with (damaged / "shop/orders.csv").open(newline="", encoding="latin-1") as file:
        assert ledger["shop", "orders"][0] == sum(1 for row in csv.reader(file) if row) - 1
    reasons = dict(
        rows(
            whole.warehouse,
            "select source_system || '.' || source_row, reject_reason from marts.rejected_records "
            "where starts_with(reject_reason, 'line:')",
        )
    )
    assert (reasons["shop.6"], reasons["shop.7"]) == ("line: missing columns", "line: invalid encoding")
    assert sum(key.startswith("crm.") for key in reasons) == 1
    assert sum(key.startswith("billing.") for key in reasons) > 10
    assert rows(whole.serving, "select count(*) > 20 from dim_customers") == [(True,)]
    assert rows(whole.serving, "select count(*) from fct_web_events") == [(0,)]


def test_as_of_date_outside_the_data(whole, damaged):
    """Runs on the warehouse of the test before."""
    code, printed = whole.run("run", "--select", "int_as_of", raw_dir=str(damaged), as_of_date="2019-12-31")
    assert code == 1
    assert re.search(
        r"as_of_date 2019-12-31 is outside the data, which runs from 20[-\d]+ to 2025-06-30: choose a day", printed
    )


def test_extracts_without_any_row_build(tmp_path, whole):
    """Header-only files: every mart is an empty, typed table, and is served."""
    raw = tmp_path / "raw"
    for file in (REPOSITORY / "seeds/demo").rglob("*.csv"):
        target = raw / file.relative_to(REPOSITORY / "seeds/demo")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes().split(b"\n")[0] + b"\n")
    whole.build("--exclude-resource-type", "unit_test", "--full-refresh", raw_dir=str(raw))
    types = rows(whole.serving, "select data_type, count(*) from duckdb_columns() group by 1")
    assert len(types) > 5
    facts = rows(
        whole.serving,
        "select table_name, estimated_size from duckdb_tables() "
        "where table_name similar to 'fct_.*|dim_c.*|customer_360'",
    )
    assert len(facts) > 8
    assert {size for _, size in facts} == {0}
    assert rows(whole.serving, "select sum(rows_in), count(*) from data_quality_ledger") == [(0, 22)]
