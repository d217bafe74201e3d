"""Write, audit, publish: what is served, how it is masked, and when it is left alone."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from crm360.publishing import publish

REPOSITORY = Path(__file__).resolve().parents[2]


def rows(file, query):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


# The function by itself.


@pytest.fixture
def warehouse(tmp_path):
    connection = duckdb.connect(str(tmp_path / "warehouse.duckdb"))
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.people (customer_id varchar, full_name varchar, email varchar, phone varchar, born date)"
    )
    connection.execute(
        "insert into marts.people values ('c1', 'Ada Lovelace', 'ada@example.org', '+447700900123', '1985-12-10'), "
        "('c2', null, null, null, null)"
    )
    yield connection
    connection.close()


def people(**personal):
    names = ["customer_id", "full_name", "email", "phone", "born"]
    return pd.DataFrame(
        {
            "mart": "people",
            "mart_description": "One row per person's record.",
            "column_name": names,
            "personal": pd.Series([personal.get(name) for name in names], dtype=object),
            "description": [f"The person's {name}." for name in names],
        }
    )


MARKED = {"full_name": "name", "email": "email", "phone": "phone", "born": "birth_date"}


def test_masked_form_keeps_no_contact(warehouse, tmp_path):
    path = tmp_path / "out" / "served.duckdb"
    report = publish(warehouse, "marts", people(**MARKED), path)
    assert report.to_dict("records") == [
        {"mart": "people", "row_count": 2, "masked_columns": "full_name, email, phone, born"}
    ]
    [first, second] = rows(path, "select * exclude (born), cast(born as varchar) from people order by customer_id")
    assert first == ("c1", "A***", "***@example.org", "***23", "1985-01-01")
    assert second == ("c2", None, None, None, None)
    assert rows(path, "select comment from duckdb_columns() where column_name = 'email'") == [("The person's email.",)]


def test_clear_form_is_the_mart(warehouse, tmp_path):
    path = tmp_path / "served.duckdb"
    publish(warehouse, "marts", people(**MARKED), path, masked=False)
    assert rows(path, "from people order by 1") == warehouse.execute("from marts.people order by 1").fetchall()


def test_old_drivers_can_open_it(warehouse, tmp_path):
    path = tmp_path / "served.duckdb"
    publish(warehouse, "marts", people(), path)
    [(tags,)] = rows(path, "select tags from duckdb_databases() where database_name = 'served'")
    assert tags["storage_version"].startswith("v1.4.0")


def test_reader_keeps_the_old_file_and_the_next_sees_the_new(warehouse, tmp_path):
    path = tmp_path / "served.duckdb"
    publish(warehouse, "marts", people(), path)
    # Another process, as a BI tool is: one process shares its open database files.
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print(1, flush=True); input(); "
            "print(c.execute('select count(*) from people').fetchone()[0])",
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout.readline() == "1\n"
    warehouse.execute("insert into marts.people select * from marts.people")
    publish(warehouse, "marts", people(), path)
    assert rows(path, "select count(*) from people") == [(4,)]
    assert reader.communicate("\n")[0] == "2\n"


def test_leftovers_of_a_dead_build_do_no_harm(warehouse, tmp_path):
    path = tmp_path / "served.duckdb"
    for name in ("served.duckdb.draft", "served.duckdb.draft.wal", "served.duckdb.wal"):
        (tmp_path / name).write_bytes(b"half a file")
    publish(warehouse, "marts", people(), path)
    assert rows(path, "select count(*) from people") == [(2,)]
    assert sorted(file.name for file in tmp_path.glob("served*")) == ["served.duckdb"]


@pytest.mark.parametrize("broken", [people(email="e-mail"), people().assign(column_name="no_such_column")])
def test_failure_leaves_the_served_file(warehouse, tmp_path, broken):
    path = tmp_path / "served.duckdb"
    publish(warehouse, "marts", people(), path)
    before = path.read_bytes()
    with pytest.raises((ValueError, duckdb.Error)):
        publish(warehouse, "marts", broken, path)
    assert path.read_bytes() == before
    publish(warehouse, "marts", people(), path)


def test_warehouse_is_never_replaced(warehouse, tmp_path):
    with pytest.raises(ValueError, match="serving_path is the warehouse itself"):
        publish(warehouse, "marts", people(), tmp_path / "x" / ".." / "warehouse.duckdb")


# The demo company's served file.


def test_served_contacts_are_masked(demo_serving, demo_warehouse):
    """No contact of any customer stands in any text column of the served file."""
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        connection.execute(f"attach '{demo_serving}' as served (read_only)")
        clear = {
            value.lower()
            for record in connection.execute("select email, phone, full_name from marts.dim_customers").fetchall()
            for value in record
            if value and (" " in value or "@" in value or len(value) > 6)
        }
        assert len(clear) > 3000
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns() "
            "where database_name = 'served' and data_type = 'VARCHAR'"
        ).fetchall()
        assert len(columns) > 100
        for table, column in columns:
            values = connection.execute(
                f'select distinct lower("{column}") from served."{table}" where "{column}" is not null'
            ).fetchall()
            assert not clear & {value for (value,) in values}, f"{table}.{column}"


def test_served_marts_have_the_rows_of_the_warehouse(demo_serving, demo_warehouse):
    served = dict(rows(demo_serving, "select table_name, estimated_size from duckdb_tables()"))
    assert served == dict(rows(demo_warehouse, "select mart, row_count from marts.published_marts"))
    assert len(served) > 20


# The build.


@pytest.fixture(scope="module")
def small(tmp_path_factory, project_copy):
    """A small company, built."""
    folder = tmp_path_factory.mktemp("small")
    raw = folder / "raw"
    subprocess.run(
        [sys.executable, "-m", "crm360.demo", "--customers", "60", "--out", raw],
        check=True,
        capture_output=True,
        cwd=REPOSITORY,
    )
    project = project_copy(folder / "project")
    project.raw = str(raw)
    project.build("--exclude-resource-type", "unit_test", raw_dir=project.raw)
    return project


def test_every_public_mart_is_published(small):
    manifest = json.loads((small.folder / "target/manifest.json").read_text())
    public = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["config"]["access"] == "public"
        and node["config"]["contract"]["enforced"]
    }
    named = re.findall(r'dbt\.ref\("(\w+)"\)', (REPOSITORY / "python_models/serving/published_marts.py").read_text())
    assert sorted(set(named) - {"int_mart_columns"}) == sorted(public)
    assert {mart for (mart,) in rows(small.serving, "select table_name from duckdb_tables()")} == public


def test_two_builds_are_identical(small, tmp_path, project_copy):
    """Same data in, same tables out: every row of every public mart. Numbers with a fraction are the same to 12 digits:
    threads add them up in any order, and not every mart rounds what it adds up.
    """
    again = project_copy(tmp_path / "again")
    (again.folder / "target").mkdir()
    shutil.copy(small.folder / "target/partial_parse.msgpack", again.folder / "target")
    again.build("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test", raw_dir=small.raw)
    manifest = json.loads((again.folder / "target/manifest.json").read_text())
    public = sorted(
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["access"] == "public" and node["contract"]["enforced"]
    )
    assert len(public) > 100
    assert {mart: found for mart in public if (found := difference(small.warehouse, again.warehouse, mart))} == {}


def difference(one, other, mart):
    """What differs between two builds of a mart; nothing where they are equal."""
    columns = rows(one, f"select column_name, column_type from (describe marts.{mart})")
    floats = [name for name, kind in columns if kind == "DOUBLE"]
    exact = [name for name, _ in columns if name not in floats]
    query = f"select {', '.join(exact + floats)} from marts.{mart} order by " + ", ".join(
        [*exact, *(f"round({name}, 6)" for name in floats)]
    )
    first, second = rows(one, query), rows(other, query)
    count = len(exact)
    if [row[:count] for row in first] != [row[:count] for row in second]:
        return f"{sum(a[:count] != b[:count] for a, b in zip(first, second, strict=False))} rows, columns but floats"
    numbers = [np.array([row[count:] for row in found], dtype=float) for found in (first, second)]
    apart = ~np.isclose(*numbers, rtol=1e-12, atol=1e-12, equal_nan=True)
    return [floats[number] for number in np.flatnonzero(apart.any(axis=0))] if len(first) and floats else []


def test_failing_test_keeps_the_old_file_and_a_good_build_replaces_it(small):
    before = small.serving.read_bytes()
    broken = small.folder / "tests/singular/assert_planted_failure.sql"
    broken.write_text("select customer_id from {{ ref('dim_customers') }} limit 1\n")
    try:
        code, printed = small.run("build", "--select", "dim_customers", "published_marts", raw_dir=small.raw)
    finally:
        broken.unlink()
    assert code == 1
    assert re.search(r"SKIP relation marts.published_marts", printed), printed[-3000:]
    assert small.serving.read_bytes() == before
    inode = small.serving.stat().st_ino
    code, printed = small.run(
        "build", "--select", "dim_customers", "published_marts", raw_dir=small.raw, serving_personal_data="clear"
    )
    assert code == 0, printed[-3000:]
    assert small.serving.stat().st_ino != inode
    assert rows(small.serving, "from dim_customers order by 1") == rows(
        small.warehouse, "from marts.dim_customers order by 1"
    )


def contents(warehouse):
    """A fingerprint of every table, rows in any order.

    Floats count to nine digits, and zero without its sign, as threads sum in any order.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = {}
        for table, column, data_type in connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
            "where schema_name in ('marts', 'identity', 'features') and table_name <> 'published_marts' order by all"
        ).fetchall():
            tables.setdefault(table, []).append(f"printf('%.9g', {column} + 0e0)" if data_type == "DOUBLE" else column)
        assert len(tables) > 50
        # What says whether there was a run before is all that a second run tells differently.
        tables["marts.cluster_selection"].remove("reason")
        for table in ("identity.int_identity_changed_records", "identity.int_identity_pairs"):
            del tables[table]
        return {
            table: connection.execute(f"select count(*), sum(hash({', '.join(columns)})) from {table}").fetchall()
            for table, columns in tables.items()
        }


def test_killed_build_can_be_run_again(small):
    before = contents(small.warehouse)
    served = small.serving.read_bytes()
    build = small.start("run", "--full-refresh", raw_dir=small.raw)
    log = small.folder / "logs/dbt.log"
    start = log.stat().st_size
    deadline = time.time() + 120
    while time.time() < deadline and build.poll() is None:
        with log.open() as file:
            file.seek(start)
            if re.search(r"OK created sql table model .*marts\.", file.read()):
                break
        time.sleep(0.05)
    assert build.poll() is None, "the build ended before it could be killed"
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert small.serving.read_bytes() == served
    code, printed = small.run("run", raw_dir=small.raw)
    assert code == 0, printed[-5000:]
    after = contents(small.warehouse)
    assert [table for table in before if before[table] != after.get(table)] == []
    assert rows(small.serving, "select count(*) from dim_customers") == rows(
        small.warehouse, "select count(*) from marts.dim_customers"
    )
