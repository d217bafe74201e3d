"""Measure the build of the demo company on DuckDB and on Spark in local mode: seconds and peak memory.

`make bench-engines` runs 100,000 and 1,000,000 people. Both engines read the same Parquet files and build every seed,
SQL model and Python model, the served file included; tests are left out, so that the engines are compared and not the
number of small queries. Results go to benchmarks/results/engines.json, one entry a size and engine.

Peak memory is the largest resident size of the build process and its children (the JVM and Spark's Python workers).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from pathlib import Path

from scale import REPOSITORY, by_group, measured, slowest

RESULTS = REPOSITORY / "benchmarks" / "results" / "engines.json"
PARTITIONS = 16
"""Spark's shuffle partitions: the 4 of the profile are for the demo."""


def build(engine: str, raw: Path, scratch: Path, memory: str) -> dict[str, object]:
    """Build everything but the tests on one engine; returns its entry of the results."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    target = scratch / "target"
    variables = {"raw_dir": str(raw), "raw_format": "parquet", "serving_path": str(scratch / "serving.duckdb")}
    env = os.environ | {
        "CRM360_WAREHOUSE": str(scratch / "warehouse.duckdb"),
        "CRM360_SPARK_DIR": str(scratch / "spark"),
        "CRM360_MEMORY": memory,
        "CRM360_SPARK_PARTITIONS": str(PARTITIONS),
    }
    command = [str(Path(sys.executable).with_name("dbt")), "build", "--target", engine, "--vars", json.dumps(variables)]
    command += ["--target-path", str(target), "--log-path", str(scratch)]
    command += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    seconds, samples, code = measured(command, env, scratch / "build.log")
    results = json.loads((target / "run_results.json").read_text())["results"]
    entry: dict[str, object] = {
        "build_seconds": round(seconds, 1),
        "build_peak_gb": round(max((gb for _, gb in samples), default=0.0), 2),
        "memory_setting": memory,
        "built": sum(result["status"] == "success" for result in results),
        "failed": sorted(result["unique_id"] for result in results if result["status"] == "error"),
        "groups": by_group(target, samples),
        "slowest": slowest(target),
    }
    print(f"{engine}: {seconds:.0f} s, peak {entry['build_peak_gb']} GB, {entry['built']} nodes built")
    if code:
        print(f"  the build did not pass: {entry['failed']} (log: {scratch / 'build.log'})")
    else:
        shutil.rmtree(scratch)
    return entry


def main() -> None:
    """Command line: `python benchmarks/engines.py --sizes 100000 1000000`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--engines", nargs="+", default=["duckdb", "spark"])
    parser.add_argument("--memory", default="8GB", help="DuckDB's memory limit and the heap of Spark's driver")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scratch", type=Path, default=REPOSITORY / "target" / "bench-engines")
    arguments = parser.parse_args()
    known = json.loads(RESULTS.read_text())["sizes"] if RESULTS.exists() else {}
    for people in arguments.sizes:
        raw = arguments.scratch / f"raw_{people}"
        if not raw.exists():
            arguments.scratch.mkdir(parents=True, exist_ok=True)
            generate = [sys.executable, "-m", "crm360.demo", "--customers", str(people), "--seed", str(arguments.seed)]
            _, _, code = measured(
                [*generate, "--format", "parquet", "--out", str(raw)],
                dict(os.environ),
                arguments.scratch / "generate.log",
            )
            if code:
                raise SystemExit(f"the generator failed, see {arguments.scratch / 'generate.log'}")
        print(f"\n{people:,} people")
        for engine in arguments.engines:
            entry = build(engine, raw, arguments.scratch / engine, arguments.memory)
            known.setdefault(str(people), {})[engine] = entry
            machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
            RESULTS.write_text(json.dumps({"machine": machine, "sizes": known}, indent=2) + "\n")
        shutil.rmtree(raw)
    print(f"\nWritten to {RESULTS.relative_to(REPOSITORY)}.")


if __name__ == "__main__":
    main()
