"""What a build leaves behind, for the person who ran it: where the marts are, and one sample query with its answer."""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

SAMPLE = """
select rfm_segment, count(*) as customers, round(sum(net_revenue)) as revenue,
       round(avg(churn_probability), 2) as mean_churn_probability
from customer_360
where rfm_segment is not null
group by rfm_segment
order by revenue desc
""".strip()


def report(serving: Path) -> str:
    """The text to print about a served file.

    Args:
        serving: the DuckDB file that a build published.

    Returns:
        Path, tables with their rows, the sample query and its answer.

    Raises:
        FileNotFoundError: the file does not exist, since no build has passed yet.
    """
    if not serving.exists():
        raise FileNotFoundError(f"{serving} does not exist: a build publishes it once all its tests have passed.")
    with duckdb.connect(str(serving), read_only=True) as connection:
        tables = connection.execute("select table_name, estimated_size from duckdb_tables() order by 1").fetchall()
        answer = str(connection.sql(SAMPLE))
    width = max(len(name) for name, _ in tables)
    rows = "\n".join(f"  {name:<{width}}  {size:>12,} rows" for name, size in tables)
    return (
        f"\nThe marts are in {serving} (DuckDB; personal data masked unless asked otherwise):\n{rows}\n\n"
        "Ask them anything, for instance which segments earn the money and are likely to leave:\n\n"
        f"{SAMPLE}\n\n{answer}"
    )


def main() -> None:
    """Print the report of a served file: `python -m crm360.report [FILE]`."""
    parser = argparse.ArgumentParser(description="Show what the last build published.")
    parser.add_argument("file", nargs="?", default="serving/crm360.duckdb", type=Path)
    try:
        print(report(parser.parse_args().file))
    except FileNotFoundError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
