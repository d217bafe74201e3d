"""Agreement of found clusters with known entities, counted in DuckDB, for our own identity resolution and its peer."""

from __future__ import annotations

import duckdb


def number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one whole number of a query."""
    ((value,),) = connection.execute(sql).fetchall()
    return int(value or 0)


def pairs(connection: duckdb.DuckDBPyConnection, table: str, *keys: str) -> int:
    """Pairs of records of different sources that agree on the keys.

    Half of the squared sizes of the groups less the squared sizes of their parts of one source. To deduplicate, every
    record is a source of its own, which gives the n(n-1)/2 of each group.
    """

    def squares(*by: str) -> int:
        return number(
            connection, f"select sum(n * n) from (select count(*) as n from {table} group by {', '.join(by)})"
        )

    return (squares(*keys) - squares(*keys, "source")) // 2


def quality(true: int, found: int, right: int) -> dict[str, float | int]:
    """Precision, recall and F1 of counted pairs."""
    precision = right / found if found else 0.0
    recall = right / true if true else 0.0
    both = precision + recall
    return {
        "pairs": found,
        "true_positives": right,
        "precision": round(precision, 6),
        "recall": round(recall, 6),
        "f1": round(2 * precision * recall / both if both else 0.0, 6),
    }


def b_cubed(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, float]:
    """B-cubed precision, recall and F1 of a table with cluster and entity."""
    ((precision, recall),) = connection.execute(
        f"""with cells as (select cluster, entity, count(*)::double as n from {table} group by cluster, entity),
        sized as (
            select n, sum(n) over (partition by cluster) as in_cluster, sum(n) over (partition by entity) as in_entity
            from cells
        )
        select sum(n * n / in_cluster) / sum(n), sum(n * n / in_entity) / sum(n) from sized"""
    ).fetchall()
    f1 = 2 * precision * recall / (precision + recall)
    return {"precision": round(precision, 6), "recall": round(recall, 6), "f1": round(f1, 6)}
