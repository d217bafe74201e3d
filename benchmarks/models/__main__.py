"""Measure the models of crm360 on public data with published answers.

`make bench-models DATA=../shared/data` runs every subject, writes benchmarks/results/models.json and the table between
the marks of docs/models.md. `python benchmarks/models --only lifetime_value` runs one subject and keeps the others'
results. A subject is a module of this folder with `rows(data)`, which calls the functions that the dbt models call.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import sys
import time
from pathlib import Path

from measured import Row

REPOSITORY = Path(__file__).resolve().parents[2]
RESULTS = REPOSITORY / "benchmarks" / "results" / "models.json"
PAGE = REPOSITORY / "docs" / "models.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def subjects() -> list[str]:
    """Names of the subjects, in order."""
    helpers = {"__main__", "measured"}
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in helpers)


def table(results: dict[str, list[dict[str, object]]]) -> str:
    """All results as one Markdown table."""
    lines = ["| subject | data | metric | published or peer | ours | bound | met |", "|---|---|---|---:|---:|---|---|"]
    for subject, rows in sorted(results.items()):
        for row in rows:
            met = {True: "yes", False: "**no**", None: ""}[row["met"]]
            cells = [subject.replace("_", " "), row["data"], row["metric"], row["published"], row["ours"], row["bound"]]
            lines.append("| " + " | ".join("" if cell is None else str(cell) for cell in cells) + f" | {met} |")
    return "\n".join(lines)


def main() -> int:
    """Run the subjects asked for; the exit code says how many results miss their bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data sets (../shared/data)")
    parser.add_argument("--only", nargs="*", choices=subjects(), default=subjects())
    arguments = parser.parse_args()
    stored = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"subjects": {}}
    for subject in arguments.only:
        started = time.perf_counter()
        rows: list[Row] = importlib.import_module(subject).rows(arguments.data)
        seconds = time.perf_counter() - started
        stored["subjects"][subject] = [row._asdict() for row in rows]
        print(f"{subject}: {seconds:.0f} s")
        for row in rows:
            print(f"  {row.data}: {row.metric} {row.ours} ({row.bound}) {'' if row.met is None else row.met}")
    stored["machine"] = {"system": platform.platform(), "python": platform.python_version()}
    RESULTS.write_text(json.dumps(stored, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table(stored['subjects'])}\n{END}{rest.split(END)[1]}")
    missed = sum(row["met"] is False for rows in stored["subjects"].values() for row in rows)
    return min(missed, 100)


if __name__ == "__main__":
    sys.exit(main())
