"""Publishing: the marts are copied to a fresh DuckDB file that replaces the served one in one step.

Write–audit–publish: dbt runs the model that calls `publish` only when every mart and every test upstream of it has
passed, so a failed build leaves the served file as it was. Readers that hold the old file keep it; new connections see
the new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa

from crm360.frames import read_batches

STORAGE_VERSION = "v1.4.0"
"""DuckDB storage version of the served file: old enough for the drivers that BI tools ship."""

MASKS = {
    "name": "left({0}, 1) || '***'",
    "email": "'***@' || split_part({0}, '@', 2)",
    "phone": "'***' || right({0}, 2)",
    "birth_date": "cast(date_trunc('year', {0}) as date)",
    "address": "case when {0} is not null then '***' end",
    "postcode": "left({0}, 2) || '***'",
    "identifier": "case when {0} is not null then '***' end",
    "free_text": "case when {0} is not null then '***' end",
}
"""Kind of personal data (`meta.personal` of a column) → SQL expression of its masked form; {0} is the column.

NULL stays NULL.
"""


class _Source(NamedTuple):
    """What a mart is read from: a relation of the connection, or rows to register under that name."""

    name: str
    rows: pa.RecordBatchReader | None = None


def publish(session: Any, schema: str, columns: pd.DataFrame, path: str | Path, masked: bool = True) -> pd.DataFrame:
    """Copy tables of the session's database to a new DuckDB file and put it in the place of `path`.

    Args:
        session: connection to the DuckDB warehouse, left as it was found, or a Spark session.
        schema: schema of the warehouse that holds the tables.
        columns: one row per column to publish, in order: `mart`, `mart_description`, `column_name`, `personal` (a key
            of `MASKS` or NULL), `description`.
        path: the served file; its folder is made where it is missing.
        masked: whether personal columns are published in their masked form.

    Returns:
        One row per table, in order of name: `mart`, `row_count`, `masked_columns` (names, separated by commas).

    Raises:
        ValueError: a column's kind of personal data has no mask, or `path` is the warehouse itself.
        duckdb.Error: a table or column does not exist; the served file stays as it was.
    """
    unknown = set(columns["personal"].dropna()) - MASKS.keys()
    if unknown:
        raise ValueError(
            f"meta.personal has no mask for {', '.join(sorted(unknown))}: use one of {', '.join(sorted(MASKS))}"
        )
    target = Path(path)
    if hasattr(session, "cursor"):
        cursor, read = session.cursor(), _warehouse_reader(session, schema, target)
    else:
        cursor, read = duckdb.connect(), _spark_reader(session, schema)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".draft")
    # What a build that died has left: DuckDB would play its log into the new draft.
    for leftover in (draft, _log_of(draft)):
        leftover.unlink(missing_ok=True)
    cursor.execute(f"attach {_text(draft)} as serving_draft (storage_version {_text(STORAGE_VERSION)})")
    published = []
    try:
        for mart, group in columns.groupby("mart", sort=True):
            published.append(_copy(cursor, read, str(mart), group, masked))
    finally:
        cursor.execute("detach serving_draft")
        cursor.close()
    # A log beside the served file belongs to the file that goes now.
    _log_of(target).unlink(missing_ok=True)
    os.replace(draft, target)
    return pd.DataFrame(published, columns=["mart", "row_count", "masked_columns"])


def _warehouse_reader(session: duckdb.DuckDBPyConnection, schema: str, target: Path) -> Callable[[str], _Source]:
    """Reads a mart where it is: the draft is attached to the warehouse."""
    with session.cursor() as cursor:
        [(database, file)] = cursor.execute(
            "select database_name, path from duckdb_databases() where database_name = current_database()"
        ).fetchall()
    if file and Path(file).resolve() == target.resolve():
        raise ValueError(f"The var serving_path is the warehouse itself ({target}): set it to a file of its own.")
    return lambda mart: _Source(f"{_quoted(database)}.{_quoted(schema)}.{_quoted(mart)}")


def _spark_reader(session: Any, schema: str) -> Callable[[str], _Source]:
    """Reads a mart partition by partition from Spark."""
    return lambda mart: _Source("mart_rows", read_batches(session.table(f"{schema}.{mart}")))


def _copy(
    cursor: duckdb.DuckDBPyConnection,
    read: Callable[[str], _Source],
    mart: str,
    columns: pd.DataFrame,
    masked: bool,
) -> tuple[str, int, str]:
    expressions, hidden = [], []
    for name, personal in zip(columns["column_name"], columns["personal"], strict=True):
        column = _quoted(name)
        if masked and isinstance(personal, str):
            hidden.append(name)
            expressions.append(f"{MASKS[personal].format(column)} as {column}")
        else:
            expressions.append(column)
    table = f"serving_draft.main.{_quoted(mart)}"
    source = read(mart)
    if source.rows is not None:
        cursor.register(source.name, source.rows)
    cursor.execute(f"create table {table} as select {', '.join(expressions)} from {source.name}")
    cursor.execute(f"comment on table {table} is {_text(columns['mart_description'].iloc[0])}")
    for name, description in zip(columns["column_name"], columns["description"], strict=True):
        cursor.execute(f"comment on column {table}.{_quoted(name)} is {_text(description)}")
    rows = cursor.execute(f"select count(*) from {table}").fetchall()[0][0]
    return mart, rows, ", ".join(hidden)


def _log_of(file: Path) -> Path:
    return file.with_name(file.name + ".wal")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
