"""A chain of SQL steps that an algorithm runs in the engine, DuckDB or Spark, each step a temporary table.

For algorithms whose number of steps the data decide (itemsets of any length), which a dbt model cannot write down. The
SQL is what both engines take and answer alike (tests/portable_sql.py says what that is).
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

CONSTRAINTS = "spark.sql.constraintPropagation.enabled"


class Steps:
    """Temporary tables of one run, by name; `with Steps(session, "name") as steps` drops them at the end.

    session: a DuckDB connection or a Spark session. Two runs in one session need different prefixes.
    """

    def __init__(self, session: Any, prefix: str):
        self._session, self._prefix = session, prefix
        self._is_spark = hasattr(session, "createDataFrame")
        self._held: dict[str, Any] = {}

    def __enter__(self) -> Steps:
        if self._is_spark:
            # Checkpoints hand on constraints on columns that they do not have, and a union of such fails (Spark 4.2).
            self._constraints = self._session.conf.get(CONSTRAINTS)
            self._session.conf.set(CONSTRAINTS, "false")
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self._held):
            self.drop(name)
        if self._is_spark:
            self._session.conf.set(CONSTRAINTS, self._constraints)

    def __getitem__(self, name: str) -> str:
        """The name to use in SQL."""
        return f"{self._prefix}_{name}"

    def table(self, name: str, sql: str) -> str:
        """Compute a step and keep its rows; returns its name in SQL."""
        self.drop(name)
        if self._is_spark:
            rows = self._session.sql(sql).localCheckpoint()
            rows.createOrReplaceTempView(self[name])
        else:
            rows = None
            self._session.execute(f"create temp table {self[name]} as {sql}")
        self._held[name] = rows
        return self[name]

    def input(self, name: str, relation: Any) -> str:
        """Make a table that dbt or the caller hands over (DuckDB relation, Spark, pandas or Arrow frame) a step."""
        self.drop(name)
        if self._is_spark:
            rows = relation if hasattr(relation, "mapInArrow") else self._session.createDataFrame(relation)
            rows.createOrReplaceTempView(self[name])
            self._held[name] = rows
            return self[name]
        if hasattr(relation, "sql_query"):
            return self.table(name, relation.sql_query())
        self._session.register(f"{self[name]}_given", relation)
        self.table(name, f"select * from {self[name]}_given")
        self._session.unregister(f"{self[name]}_given")
        return self[name]

    def drop(self, name: str) -> None:
        """Forget a step, if it was made."""
        if name not in self._held:
            return
        del self._held[name]
        if self._is_spark:
            self._session.catalog.dropTempView(self[name])
        else:
            self._session.execute(f"drop table if exists {self[name]}")

    def arrow(self, sql: str) -> pa.Table:
        """The rows of a query: for bounded results only."""
        if self._is_spark:
            return self._session.sql(sql).toArrow()
        return self._session.sql(sql).to_arrow_table()

    def number(self, sql: str) -> int:
        """The one whole number that a query gives; 0 for none."""
        return int(self.arrow(sql).column(0)[0].as_py() or 0)
