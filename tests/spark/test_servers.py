"""dbt against Spark's own servers: Spark Connect and Thrift, and what has to hold on them as in a local session."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest
from parity import differences

from crm360.frames import read_batches

# One system, so that whatever hangs on the others is an empty table: every model is there, and Spark has less to plan.
SYSTEMS = {"shop": ["customers", "products", "orders", "order_items"]}
# From the extracts over identity and features to a Python model and its mart.
CHAIN = "+cluster_selection"
# What the tables of the chain hold is tested on DuckDB and on a local session.
TABLES_ONLY = "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"
# What of the tiny project needs neither Delta nor Iceberg.
PYTHON_MODELS = "records", "delivery", "name_lengths", "run_counts", "last_run"


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """The vars for a demo company of 300 customers, as Parquet extracts."""
    folder = tmp_path_factory.mktemp("company")
    command = [sys.executable, "-m", "crm360.demo", "--customers", "300", "--seed", "7", "--web-days", "10"]
    subprocess.run([*command, "--format", "parquet", "--out", folder], check=True, capture_output=True)
    return {"raw_dir": str(folder), "raw_format": "parquet", "systems": SYSTEMS}


@pytest.fixture(scope="module")
def built(crm360, company, duckdb_engine, connect_engine):
    """The chain, built on DuckDB and over Spark Connect."""
    with ThreadPoolExecutor() as threads:
        builds = [
            threads.submit(crm360.build, engine, *TABLES_ONLY, "--select", CHAIN, **company)
            for engine in (duckdb_engine, connect_engine)
        ]
    return [build.result() for build in builds]


def marts_file(engine, path, tables):
    """Copies tables to a DuckDB file that `differences` can compare."""
    with duckdb.connect(str(path)) as connection:
        for table in tables:
            rows = engine.query(f"select * from {table}")
            rows = read_batches(rows) if hasattr(rows, "mapInArrow") else rows.to_arrow_table()
            connection.execute(f"create table {table.rpartition('.')[2]} as select * from rows")
    return path


def same_rows(one, other, folder, tables):
    found = differences(
        marts_file(one, folder / "one.duckdb", tables), marts_file(other, folder / "other.duckdb", tables)
    )
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("engine", ["local_engine", "connect_engine", "thrift_engine"])
def test_a_failed_cast_is_an_error_and_the_day_is_utc(tiny, engine, request):
    """Whatever the server's own settings are: the message tells the value that could not be cast."""
    sql = "select cast(concat(current_timezone(), '?') as int) as number"
    code, printed = tiny.run(request.getfixturevalue(engine), "show", "--inline", sql)
    assert code != 0
    assert "[CAST_INVALID_INPUT] The value 'UTC?'" in printed, printed[-3000:]


@pytest.mark.parametrize("engine", ["local_engine", "connect_engine"])
def test_a_missing_extract_is_one_sentence(crm360, company, engine, request, tmp_path):
    code, printed = crm360.run(
        request.getfixturevalue(engine), "run", "--select", "stg_shop__products", **company | {"raw_dir": str(tmp_path)}
    )
    assert code != 0
    assert f"The source shop.accounts ('{tmp_path}/shop/accounts.parquet'), which stg_shop__customers reads" in printed
    assert "take 'customers' out of 'shop' in the var systems" in printed
    assert "JVM stacktrace" not in printed


def test_nobody_listens(tiny, no_engine):
    """PySpark alone would try again for ten minutes."""
    code, printed = tiny.run(no_engine, "show", "--inline", "select 1 as one")
    assert code != 0
    assert "No Spark Connect server answers at sc://127.0.0.1:9" in printed


def test_connect_builds_what_duckdb_builds(built, duckdb_engine, connect_engine, tmp_path):
    tables = (
        "python_models.ml_cluster_selection",
        "marts.cluster_selection",
        "marts.dim_dates",
        "marts.dim_products",
        "marts.fct_order_items",
        "marts.fct_orders",
    )
    same_rows(connect_engine, duckdb_engine, tmp_path, tables)
    assert len(connect_engine.rows("select distinct customer_id from marts.fct_orders")) > 100


def test_python_models_over_connect(tiny, connect_engine):
    """In batches in the executors, incremental, and read by the next one, with moments that are UTC."""
    for batch in (1, 2):
        tiny.build(connect_engine, "--select", *PYTHON_MODELS, batch=batch)
    lengths = connect_engine.rows("select name_length, cast(updated_at as string) as day from main.name_lengths")
    assert lengths["day"].tolist() == ["2025-01-01 08:00:00", "2025-02-01 08:00:00", "2025-02-01 08:00:00"]
    assert connect_engine.rows("select runs from main.last_run")["runs"].tolist() == [2]


def test_thrift_builds_a_mart(built, crm360, company, duckdb_engine, thrift_engine, tmp_path):
    thrift_engine.query("drop table marts.dim_products")
    selection = (
        "--select",
        "+dim_products",
        "--indirect-selection",
        "buildable",
        "--exclude-resource-type",
        "unit_test",
    )
    crm360.build(thrift_engine, *selection, **company)
    same_rows(thrift_engine, duckdb_engine, tmp_path, ["marts.dim_products"])


def test_thrift_has_no_session_for_python_models(tiny, thrift_engine):
    code, printed = tiny.run(thrift_engine, "build", "--select", "records", "delivery", "run_counts")
    assert code != 0
    assert "PASS=2 WARN=0 ERROR=1" in printed
    assert "name a Spark Connect server with the same catalog" in printed


def test_thrift_with_connect_for_python_models(tiny, thrift_and_connect_engine):
    """A Python model finds what SQL over Thrift has just put in the place of what it read before."""
    for options in (["--full-refresh"], []):
        tiny.build(thrift_and_connect_engine, "--select", *PYTHON_MODELS, *options, batch=3)
    assert thrift_and_connect_engine.rows("select runs, balance from main.last_run").values.tolist() == [[2, 19.25]]
