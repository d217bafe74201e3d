"""Command line: `python -m crm360.demo --customers 2000 --seed 7 --out seeds/demo`."""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date
from pathlib import Path

from crm360.demo.company import build


def main() -> None:
    """Parse the arguments, build the company, and tell what was written."""
    parser = argparse.ArgumentParser(prog="crm360.demo", description=__doc__)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--until", type=date.fromisoformat, default=date(2025, 6, 30))
    parser.add_argument("--web-days", type=int, help="days of web log before the end (60 for csv, 365 for parquet)")
    given = parser.parse_args()
    begun = time.perf_counter()
    counts = build(given.customers, given.seed, given.out, given.format, given.until, given.web_days)
    for name, rows in sorted(counts.items()):
        print(f"{name:28}{rows:>12,}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{sum(counts.values()):,} rows in {time.perf_counter() - begun:.1f} s, peak memory {memory:.2f} GB")


if __name__ == "__main__":
    main()
