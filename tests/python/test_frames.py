"""Tables in and out of Python models on DuckDB; tests/spark/test_frames.py asks the same of Spark."""

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from crm360 import frames

ROWS = """
    select i as number, 'n' || i as name, cast(i as decimal(18, 4)) / 4 as quarter, cast(i as decimal(18, 4)) as amount,
        date '2024-02-28' + cast(i as int) as day, timestamp '2024-02-28 12:00:00' as moment, i % 2 = 0 as is_even
    from range({}) as numbers (i)
"""


@pytest.fixture
def session():
    with duckdb.connect() as connection:
        yield connection


def test_kinds_of_columns(session):
    frame = frames.to_pandas(session.sql(ROWS.format(3)))
    assert frame["amount"].tolist() == [0.0, 1.0, 2.0]
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "number": "int64",
        "name": "str",
        "quarter": "float64",
        "amount": "float64",
        "day": "datetime64[us]",
        "moment": "datetime64[us]",
        "is_even": "bool",
    }


def test_batches_come_out_as_one_table(session, monkeypatch):
    monkeypatch.setattr(frames, "BATCH_ROWS", 2048)
    seen = []

    def double(frame):
        seen.append(len(frame))
        return pd.DataFrame({"number": frame["number"] * 2, "name": frame["name"]})

    schema = pa.schema({"number": pa.int64(), "name": pa.string()})
    reader = frames.map_batches(session, session.sql(ROWS.format(10_000)), double, schema)
    session.register("doubled_rows", reader)
    session.execute("create table doubled as select * from doubled_rows")
    assert session.sql("select count(*), sum(number), count(distinct name) from doubled").fetchall() == [
        (10_000, 99_990_000, 10_000)
    ]
    assert len(seen) > 1, "the rows should come in several batches"
    assert sum(seen) == 10_000


def test_no_rows(session):
    schema = pa.schema({"number": pa.int64()})
    reader = frames.map_batches(session, session.sql(ROWS.format(0)), lambda frame: frame[["number"]], schema)
    assert reader.read_all().to_pydict() == {"number": []}
