"""Tables in and out of Python models on Spark; tests/python/test_frames.py asks the same of DuckDB."""

import pandas as pd
import pyarrow as pa
import pytest

from crm360 import frames

ROWS = """
    select id as number, concat('n', id) as name, cast(cast(id as decimal(18, 4)) / 4 as decimal(18, 4)) as quarter,
        date_add(date '2024-02-28', cast(id as int)) as day, timestamp '2024-02-28 12:00:00' as moment,
        id % 2 = 0 as is_even
    from range({})
"""


def test_kinds_of_columns(spark):
    frame = frames.to_pandas(spark.sql(ROWS.format(3)))
    assert frame["quarter"].tolist() == [0.0, 0.25, 0.5]
    assert frame["moment"].tolist() == [pd.Timestamp("2024-02-28 12:00:00")] * 3
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "number": "int64",
        "name": "str",
        "quarter": "float64",
        "day": "datetime64[us]",
        "moment": "datetime64[us]",
        "is_even": "bool",
    }


def test_batches_are_treated_in_the_executors(spark):
    def double(frame):
        return pd.DataFrame({"number": frame["number"] * 2, "name": frame["name"]})

    schema = pa.schema({"number": pa.int64(), "name": pa.string()})
    doubled = frames.map_batches(spark, spark.sql(ROWS.format(10_000)), double, schema)
    row = doubled.selectExpr("count(*) as rows", "sum(number) as total", "count(distinct name) as names").first()
    assert (row["rows"], row["total"], row["names"]) == (10_000, 99_990_000, 10_000)


@pytest.mark.parametrize("runs_here", [True, False])
def test_a_table_is_read_as_a_stream(spark, monkeypatch, runs_here):
    """By way of files, and by partitions as from a cluster."""
    monkeypatch.setattr(frames, "_runs_here", lambda frame: runs_here)
    monkeypatch.setattr(frames, "PARTITION_ROWS", 300)
    reader = frames.read_batches(spark.sql(ROWS.format(1000)).repartition(3))
    assert isinstance(reader, pa.RecordBatchReader)
    table = reader.read_all()
    assert sorted(table["number"].to_pylist()) == list(range(1000))
    assert table.schema.field("moment").type == pa.timestamp("us")
    assert table.schema.field("quarter").type == pa.decimal128(18, 4)


@pytest.mark.parametrize("runs_here", [True, False])
def test_no_rows(spark, monkeypatch, runs_here):
    monkeypatch.setattr(frames, "_runs_here", lambda frame: runs_here)
    assert frames.read_batches(spark.sql(ROWS.format(0))).read_all().num_rows == 0
    assert frames.to_pandas(spark.sql(ROWS.format(0))).empty
