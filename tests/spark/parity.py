"""Compares two served files, table by table: the same rows, whatever their order, floats within a relative 1e-9.

Command line: `python tests/spark/parity.py one.duckdb other.duckdb`, which prints the differences.
"""

import sys
from typing import NamedTuple

import duckdb

TOLERANCE = 1e-9


class Difference(NamedTuple):
    """What differs in one column of one table (`column` is empty where rows are missing), with an example."""

    table: str
    column: str
    rows: int
    example: str


def differences(one, other):
    """Every difference between two DuckDB files. Rows are paired by the columns that are no floats, then by floats."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        tables = {name: _tables(connection, name) for name in ("one", "other")}
        for table in sorted(tables["one"] ^ tables["other"]):
            found.append(Difference(table, "", 0, "only in " + ("one" if table in tables["one"] else "other")))
        for table in sorted(tables["one"] & tables["other"]):
            found += _compare(connection, table)
    return found


def _tables(connection, database):
    rows = connection.execute(
        f"select table_name from duckdb_tables() where database_name = '{database}' and schema_name = 'main'"
    ).fetchall()
    return {name for (name,) in rows}


def _compare(connection, table):
    columns = {
        name: connection.execute(
            "select column_name, data_type from duckdb_columns() where database_name = ? and table_name = ?"
            " order by column_index",
            [name, table],
        ).fetchall()
        for name in ("one", "other")
    }
    if columns["one"] != columns["other"]:
        changed = sorted(set(columns["one"]) ^ set(columns["other"]))
        return [Difference(table, "", 0, f"columns or types differ: {changed}")]
    floats = [name for name, kind in columns["one"] if kind in ("DOUBLE", "FLOAT")]
    exact = [name for name, _ in columns["one"] if name not in floats]
    order = ", ".join([*exact, *(f"round({name}, 6)" for name in floats)])
    for name in ("one", "other"):
        connection.execute(
            f"create or replace temp table {name}_rows as"
            f" select *, row_number() over (order by {order}) as row_in_order from {name}.main.{table}"
        )
    counts = [connection.execute(f"select count(*) from {name}_rows").fetchall()[0][0] for name in ("one", "other")]
    found = [Difference(table, "", abs(counts[0] - counts[1]), f"{counts[0]} and {counts[1]} rows")] * (
        counts[0] != counts[1]
    )
    for name in (*exact, *floats):
        differs = f"one_rows.{name} is distinct from other_rows.{name}"
        if name in floats:
            largest = f"greatest(abs(one_rows.{name}), abs(other_rows.{name}))"
            differs += f" and not coalesce(abs(one_rows.{name} - other_rows.{name}) <= {TOLERANCE} * {largest}, false)"
        rows, one, other, key = connection.execute(
            f"select count(*), first(one_rows.{name}), first(other_rows.{name}), first(one_rows.{exact[0]})"
            f" from one_rows inner join other_rows on one_rows.row_in_order = other_rows.row_in_order where {differs}"
        ).fetchall()[0]
        if rows:
            found.append(Difference(table, name, rows, f"{one!r} and {other!r} where {exact[0]} is {key!r}"))
    return found


if __name__ == "__main__":
    for difference in differences(*sys.argv[1:]):
        print(*difference, sep="\t")
