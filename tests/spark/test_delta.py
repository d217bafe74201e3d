"""Merges, snapshots, Python models and seeds on Delta and Iceberg tables, three deliveries in a row, and on DuckDB.

The Delta and Iceberg tables are Sail's: an engine to test with, no oracle. What has to come out stands here.
"""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

SEED = Path(__file__).parent / "delta_project/seeds/records.csv"
TABLES = "records", "latest_records", "name_lengths", "run_counts", "last_run"
SNAPSHOTS = "records_by_check", "records_by_timestamp"
ALL = TABLES + SNAPSHOTS


@pytest.fixture(scope="module")
def engines(sail_engines, duckdb_engine):
    return {"delta": sail_engines("delta"), "iceberg": sail_engines("iceberg"), "duckdb": duckdb_engine}


@pytest.fixture(scope="module")
def history(tiny, engines):
    """Format → delivery (1 to 3) → table → its rows after the build of that delivery."""

    def deliver(name):
        found = {}
        for batch in (1, 2, 3):
            tiny.build(engines[name], batch=batch, spark_file_format=name)
            found[batch] = {table: engines[name].rows(f"select * from main.{table}") for table in ALL}
        return found

    with ThreadPoolExecutor() as threads:
        return dict(zip(engines, threads.map(deliver, engines), strict=True))


@pytest.fixture(params=["delta", "iceberg", "duckdb"])
def deliveries(history, request):
    return history[request.param]


@pytest.mark.parametrize("name", ["delta", "iceberg"])
def test_the_tables_have_the_format(history, engines, name):
    """Or nothing here would be tested: Parquet is the default of crm360 and of Sail."""
    for table in ALL:
        described = engines[name].rows(f"describe extended main.{table}")
        assert described.set_index("col_name")["data_type"]["Provider"] == name, table


def test_a_seed_keeps_nulls_apostrophes_and_backslashes(deliveries):
    with SEED.open() as file:
        expected = [
            (row["customer_id"], row["customer_name"] or None, row["city"] or None) for row in csv.DictReader(file)
        ]
    found = deliveries[1]["records"]
    assert sorted(_tuples(found, "customer_id", "customer_name", "city"), key=str) == sorted(expected, key=str)
    assert found["balance"].isna().sum() == 1
    assert set(found["updated_at"]) == {pd.Timestamp(2025, month, 1, 8) for month in (1, 2, 3)}


def test_a_merge_updates_inserts_and_leaves_alone(deliveries):
    """The delivery that last touched a row stands beside it."""
    columns = ("customer_id", "city", "balance", "batch")
    assert _tuples(deliveries[1]["latest_records"], *columns) == [
        ("C1", "Cork", 10.5, 1),
        ("C2", None, -3, 1),
        ("C3", "L'Aquila", None, 1),
    ]
    assert _tuples(deliveries[2]["latest_records"], *columns) == [
        ("C1", "Galway", 11.25, 2),
        ("C2", None, -3, 1),
        ("C3", "L'Aquila", None, 1),
        ("C4", "Paris", 0, 2),
    ]
    assert _tuples(deliveries[3]["latest_records"], *columns) == [
        ("C1", "Galway", 11.25, 2),
        ("C2", "Kraków", 7, 3),
        ("C3", "L'Aquila", 1, 3),
        ("C4", "Paris", 0, 2),
    ]


@pytest.mark.parametrize("snapshot", SNAPSHOTS)
def test_a_snapshot_keeps_each_version_once(deliveries, snapshot):
    """Changed rows get a new version, vanished ones end, and who comes back starts anew."""
    assert _versions(deliveries[1][snapshot]) == [("C1", 10.5, True), ("C2", -3, True), ("C3", None, True)]
    assert _versions(deliveries[2][snapshot]) == [
        ("C1", 10.5, False),
        ("C1", 11.25, True),
        ("C2", -3, True),
        ("C3", None, False),
        ("C4", 0, True),
    ]
    assert _versions(deliveries[3][snapshot]) == [
        ("C1", 10.5, False),
        ("C1", 11.25, True),
        ("C2", -3, False),
        ("C2", 7, True),
        ("C3", None, False),
        ("C3", 1, True),
        ("C4", 0, True),
    ]


def test_versions_by_check_follow_each_other(deliveries):
    found = deliveries[3]["records_by_check"].sort_values(["customer_id", "dbt_valid_from"])
    for customer, versions in found.groupby("customer_id"):
        ends, starts = versions["dbt_valid_to"].tolist()[:-1], versions["dbt_valid_from"].tolist()[1:]
        # C3 was away for a while; nobody else has a gap.
        assert all(end < start if customer == "C3" else end == start for end, start in zip(ends, starts, strict=True))


def test_versions_by_timestamp_start_and_end_when_the_source_says(deliveries):
    january, february, march = (pd.Timestamp(2025, month, 1, 8) for month in (1, 2, 3))
    found = deliveries[3]["records_by_timestamp"].sort_values(["customer_id", "dbt_valid_from"])
    assert _tuples(found[found["customer_id"].isin(["C1", "C2"])], "customer_id", "dbt_valid_from", "dbt_valid_to") == [
        ("C1", january, february),
        ("C1", february, None),
        ("C2", january, march),
        ("C2", march, None),
    ]


def test_an_incremental_python_model_reads_its_last_run_and_replaces_it(deliveries):
    for run in (1, 2, 3):
        assert _tuples(deliveries[run]["run_counts"], "model", "runs") == [("run counts", run)]
        assert _tuples(deliveries[run]["last_run"], "model", "runs") == [("run counts", run)]


def test_a_python_model_in_batches_keeps_nulls_and_moments(deliveries):
    assert _tuples(deliveries[2]["name_lengths"], "customer_id", "name_length", "updated_at") == [
        ("C1", 13, pd.Timestamp(2025, 2, 1, 8)),
        ("C2", 10, pd.Timestamp(2025, 1, 1, 8)),
        ("C4", None, pd.Timestamp(2025, 2, 1, 8)),
    ]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", ["delta", "iceberg"])
def test_the_rows_are_those_of_duckdb(history, name, table):
    for batch, expected in history["duckdb"].items():
        pd.testing.assert_frame_equal(history[name][batch][table], expected[table], check_dtype=False)


def _versions(snapshot):
    found = snapshot.assign(is_current=snapshot["dbt_valid_to"].isna())
    return _tuples(found.sort_values(["customer_id", "updated_at"]), "customer_id", "balance", "is_current")


def _tuples(frame, *columns):
    """Rows as tuples, in which whatever is missing is None."""
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]
