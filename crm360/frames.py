"""Tables in and out of Python models, the same on DuckDB and on Spark.

A dbt Python model gets a DuckDB relation from `dbt.ref` on DuckDB and a Spark data frame on Spark. What fits in memory
is read as one pandas frame (`to_pandas`); what may not goes through in Arrow batches (`map_batches`, `read_batches`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import dataset

BATCH_ROWS = 100_000
PARTITION_ROWS = 100_000


def to_pandas(relation: Any) -> pd.DataFrame:
    """The whole table as a pandas frame that is the same whatever engine holds it: for bounded tables only.

    Decimals become float64, dates and timestamps (UTC) datetime64[us] without a zone.
    """
    table = relation.toArrow() if _is_spark(relation) else relation.to_arrow_table()
    return table.cast(_pandas_schema(table.schema)).to_pandas()


def map_batches(
    session: Any, relation: Any, function: Callable[[pd.DataFrame], pd.DataFrame], schema: pa.Schema
) -> Any:
    """A table made from another, batch by batch, by a function that treats each row by itself.

    function: a frame like `to_pandas` gives → a frame with the columns of `schema`. On Spark it runs in the executors,
    where crm360 has to be installed, and comes back as a data frame; on DuckDB as a pyarrow.RecordBatchReader.
    """
    if _is_spark(relation):
        from pyspark.sql.pandas.types import from_arrow_schema

        zoned = schema_with_zones(schema, "UTC")
        return relation.mapInArrow(lambda batches: _map(batches, function, zoned), from_arrow_schema(zoned))
    # On a cursor of its own: dbt writes the model's table through `session` while the batches are read.
    reader = session.cursor().sql(relation.sql_query()).to_arrow_reader(BATCH_ROWS)
    return pa.RecordBatchReader.from_batches(schema, _map(reader, function, schema))


def read_batches(frame: Any) -> pa.RecordBatchReader:
    """A Spark data frame as a stream of bounded memory. Timestamps lose their zone (UTC).

    Where Spark runs in this process the rows go by way of files, which are gone when the stream has been read: what it
    hands to Python otherwise lies in the memory of the session. From a cluster they come one partition at a time.
    """
    from pyspark.sql.pandas.types import to_arrow_schema

    schema = schema_with_zones(to_arrow_schema(frame.schema, timezone="UTC"), None)
    batches = _through_files(frame) if _runs_here(frame) else _by_partitions(frame)
    return pa.RecordBatchReader.from_batches(schema, (batch.cast(schema) for batch in batches))


def schema_with_zones(schema: pa.Schema, zone: str | None) -> pa.Schema:
    """The schema with every timestamp in a zone: "UTC" for moments, as Spark's `timestamp` is, None for clock times."""
    return pa.schema(
        [field.with_type(pa.timestamp("us", zone)) if pa.types.is_timestamp(field.type) else field for field in schema]
    )


def _runs_here(frame: Any) -> bool:
    # Without `_jdf` it is a frame of Spark Connect.
    return hasattr(frame, "_jdf") and frame.sparkSession.sparkContext.master.startswith("local")


def _through_files(frame: Any) -> Iterator[pa.RecordBatch]:
    with tempfile.TemporaryDirectory(prefix="crm360_rows_") as folder:
        rows = Path(folder) / "rows"
        frame.write.parquet(rows.as_uri())
        yield from dataset.dataset(rows, format="parquet").to_batches()


def _by_partitions(frame: Any) -> Iterator[pa.RecordBatch]:
    """The driver holds two partitions at a time, so large ones are parted first."""
    parts = -(-frame.count() // PARTITION_ROWS)
    frame = frame.repartition(parts) if parts > 1 else frame
    for row in frame.mapInArrow(_pack, "content binary").toLocalIterator(prefetchPartitions=True):
        yield from pa.ipc.open_stream(bytes(row[0]))


def _is_spark(relation: Any) -> bool:
    return hasattr(relation, "mapInArrow")


def _map(
    batches: Iterable[pa.RecordBatch], function: Callable[[pd.DataFrame], pd.DataFrame], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        frame = function(rows.cast(_pandas_schema(rows.schema)).to_pandas())
        yield from pa.Table.from_pandas(frame, schema=schema, preserve_index=False).to_batches()


def _pack(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        yield pa.RecordBatch.from_pydict({"content": [sink.getvalue().to_pybytes()]})


def _pandas_schema(schema: pa.Schema) -> pa.Schema:
    def plain(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_decimal(kind):
            return pa.float64()
        return pa.timestamp("us") if pa.types.is_date(kind) or pa.types.is_timestamp(kind) else kind

    return pa.schema([field.with_type(plain(field.type)) for field in schema])
