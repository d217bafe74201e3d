"""Measure the whole build at several sizes of the demo company: seconds and peak memory, in all and per group of nodes.

`make bench-scale` runs 10,000, 100,000 and 1,000,000 people. Each size is generated as Parquet, built by `dbt build`
with all its tests in a scratch folder, and thrown away. Results go to benchmarks/results/scale.json, one entry a size.

Seconds of a group are the sum over its nodes (two run at a time, so that the groups add up to more than the wall
clock). Peak memory of a group is the largest resident size of the build process while any node of the group ran.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
RESULTS = REPOSITORY / "benchmarks" / "results" / "scale.json"


def resident_gb(pid: int) -> float:
    """Resident memory of a process and its children in GB (0 when it is gone)."""
    total = 0.0
    pids = [pid]
    while pids:
        one = pids.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e9
            pids += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def measured(command: list[str], env: dict[str, str], log: Path) -> tuple[float, list[tuple[float, float]], int]:
    """Run a command; returns seconds, samples of (epoch seconds, resident GB) twice a second, and the exit code."""
    samples: list[tuple[float, float]] = []
    start = time.time()
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=REPOSITORY, env=env, stdout=output, stderr=subprocess.STDOUT)
        done = threading.Event()

        def sample() -> None:
            while not done.wait(0.5):
                samples.append((time.time(), resident_gb(process.pid)))

        thread = threading.Thread(target=sample)
        thread.start()
        code = process.wait()
        done.set()
        thread.join()
    return time.time() - start, samples, code


def group_of(node: dict) -> str:
    """Folder of a node, two levels deep; tests and seeds each are one group."""
    if node["resource_type"] in ("test", "unit_test"):
        return "tests"
    if node["resource_type"] == "seed":
        return "seeds"
    if node["resource_type"] == "operation":
        return "hooks"
    parts = Path(node["original_file_path"]).parent.parts
    return "/".join(parts[:3] if parts[:2] == ("models", "marts") else parts[:2])


def by_group(target: Path, samples: list[tuple[float, float]]) -> dict[str, dict[str, float]]:
    """Seconds and peak memory per group of nodes, from dbt's own run results and the memory samples."""
    manifest = json.loads((target / "manifest.json").read_text())
    nodes = manifest["nodes"] | manifest.get("unit_tests", {})
    seconds: dict[str, float] = defaultdict(float)
    peak: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for result in json.loads((target / "run_results.json").read_text())["results"]:
        node = nodes.get(result["unique_id"])
        timing = {t["name"]: t for t in result["timing"]}
        if node is None or "execute" not in timing:
            continue
        group = group_of(node)
        seconds[group] += result["execution_time"]
        count[group] += 1
        begin, end = (
            datetime.fromisoformat(timing[name][edge].replace("Z", "+00:00")).timestamp()
            for name, edge in (("compile", "started_at"), ("execute", "completed_at"))
        )
        inside = [gb for at, gb in samples if begin - 0.5 <= at <= end + 0.5]
        peak[group] = max([peak[group], *inside])
    return {
        group: {"nodes": count[group], "seconds": round(seconds[group], 1), "peak_gb": round(peak[group], 2)}
        for group in sorted(seconds, key=lambda g: -seconds[g])
    }


def slowest(target: Path, most: int = 10) -> list[dict[str, object]]:
    """The nodes that took longest."""
    results = json.loads((target / "run_results.json").read_text())["results"]
    results.sort(key=lambda r: -r["execution_time"])
    return [{"node": r["unique_id"], "seconds": round(r["execution_time"], 1)} for r in results[:most]]


def run(people: int, scratch: Path, seed: int) -> dict[str, object]:
    """Generate and build one size; returns its entry of the results."""
    raw, target = scratch / "raw", scratch / "target"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    generate = [sys.executable, "-m", "crm360.demo", "--customers", str(people), "--seed", str(seed), "--out", str(raw)]
    generate_seconds, generate_samples, code = measured(
        [*generate, "--format", "parquet"], dict(os.environ), scratch / "generate.log"
    )
    if code:
        raise SystemExit(f"the generator failed, see {scratch / 'generate.log'}")
    variables = {
        "raw_dir": str(raw),
        "raw_format": "parquet",
        "serving_path": str(scratch / "serving.duckdb"),
        # The labels of the demo are of other people.
        "identity_labels": None,
    }
    env = os.environ | {"CRM360_WAREHOUSE": str(scratch / "warehouse.duckdb")}
    dbt = str(Path(sys.executable).with_name("dbt"))
    build = [dbt, "build", "--target-path", str(target), "--log-path", str(scratch), "--vars", json.dumps(variables)]
    seconds, samples, code = measured(build, env, scratch / "build.log")
    groups = by_group(target, samples)
    tables = json.loads((target / "run_results.json").read_text())["results"]
    entry: dict[str, object] = {
        "people": people,
        "raw_rows": rows_in(scratch / "warehouse.duckdb"),
        "generate_seconds": round(generate_seconds, 1),
        "generate_peak_gb": round(max((gb for _, gb in generate_samples), default=0.0), 2),
        "build_seconds": round(seconds, 1),
        "build_peak_gb": round(max((gb for _, gb in samples), default=0.0), 2),
        "passed": sum(r["status"] in ("success", "pass") for r in tables),
        "failed": sorted(r["unique_id"] for r in tables if r["status"] in ("error", "fail")),
        "groups": groups,
        "slowest": slowest(target),
    }
    print(
        f"\n{people:,} people: generated in {generate_seconds:.0f} s, built in {seconds:.0f} s, "
        f"peak {entry['build_peak_gb']} GB"
    )
    print(f"  {'group':<32}{'nodes':>6}{'seconds':>10}{'peak GB':>9}")
    for group, values in groups.items():
        print(f"  {group:<32}{values['nodes']:>6}{values['seconds']:>10}{values['peak_gb']:>9}")
    if code:
        print(f"  the build did not pass: {entry['failed']} (log: {scratch / 'build.log'})")
    else:
        shutil.rmtree(scratch)
    return entry


def rows_in(warehouse: Path) -> int:
    """Raw rows that the ledger of a built warehouse counts."""
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        query = "select coalesce(sum(rows_in), 0)::bigint from marts.data_quality_ledger"
        return connection.execute(query).fetchall()[0][0]


def main() -> None:
    """Command line: `python benchmarks/scale.py --sizes 10000 100000 1000000`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scratch", type=Path, default=REPOSITORY / "target" / "bench-scale")
    arguments = parser.parse_args()
    known = json.loads(RESULTS.read_text())["sizes"] if RESULTS.exists() else {}
    for people in arguments.sizes:
        known[str(people)] = run(people, arguments.scratch, arguments.seed)
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
        ordered = dict(sorted(known.items(), key=lambda item: int(item[0])))
        RESULTS.write_text(json.dumps({"machine": machine, "sizes": ordered}, indent=2) + "\n")
    print(f"\nWritten to {RESULTS.relative_to(REPOSITORY)}.")


if __name__ == "__main__":
    main()
