"""Association rules: counts of rules that are published, a textbook's example, and speed beside mlxtend's fpgrowth.

Speed is wall clock of mining the frequent itemsets, both on the same lines in the same run, one after the other, each
in a process of its own; neither reading the file nor making mlxtend's one-hot table counts. The lines are IBM Quest's.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "benchmarks")]

from measured import Row  # noqa: E402
from quest import quest  # noqa: E402

from crm360.baskets.itemsets import mine  # noqa: E402
from crm360.baskets.rules import association_rules  # noqa: E402
from crm360.steps import Steps  # noqa: E402

PEER = "mlxtend==0.25.0"
BASKETS, SUPPORT = 1_000_000, 0.001
TIMES_FASTER, MOST_GB = 10, 1.5
ARULES = "arules' apriori (SOURCE.md of the data set)"
PUBLISHED = [
    # support, confidence, items at least, rules, by length
    (0.001, 0.5, 1, 5668, "11/1461/3211/939/46"),
    (0.006, 0.25, 2, 463, "150/297/16"),
    (0.001, 0.8, 1, 410, None),
]
NINE = ["abe", "bd", "bc", "abd", "ac", "bc", "ac", "abce", "abc"]
"""Han, Kamber & Pei, Data Mining (3rd edition), table 6.1; a (there I1) is the milk and e (I5) the bread."""


def rows(data: Path) -> list[Row]:
    """Every figure of the subject."""
    return [*_groceries(data), *_nine_baskets(), *_speed()]


def _groceries(data: Path) -> list[Row]:
    measured = []
    with duckdb.connect() as connection:
        lines = connection.sql(
            "select 'all' as scope, transaction_id as basket, item "
            f"from read_csv('{data / 'groceries' / 'groceries_long.csv.gz'}')"
        )
        for support, confidence, least, count, lengths in PUBLISHED:
            found = association_rules(connection, lines, support, confidence, min_length=least).to_pandas()
            by_length = "/".join(map(str, found["length"].value_counts().sort_index()))
            name = f"rules at support {support}, confidence {confidence}" + (", two items or more" if least > 1 else "")
            measured.append(Row("groceries", name, len(found), count, "exactly", len(found) == count, ARULES))
            if lengths:
                met = by_length == lengths
                measured.append(Row("groceries", f"{name}, by length", by_length, lengths, "exactly", met, ARULES))
            kept = int((~found["is_redundant"]).sum())
            measured.append(Row("groceries", f"{name}, not redundant", kept))
    return measured


def _nine_baskets() -> list[Row]:
    named = {"a": "milk", "e": "bread"}
    lines = pd.DataFrame(
        [("all", number, named.get(item, item)) for number, basket in enumerate(NINE) for item in basket],
        columns=["scope", "basket", "item"],
    )
    with duckdb.connect() as connection:
        found = association_rules(connection, lines, 2 / 9, 0.0, min_length=2).to_pylist()
    rule = next(row for row in found if row["antecedent"] == ["milk"] and row["consequent"] == "bread")
    met = abs(rule["support"] - 2 / 9) < 1e-12 and abs(rule["confidence"] - 1 / 3) < 1e-12
    ours = f"{rule['support']:.4f}, {rule['confidence']:.4f}"
    return [Row("nine baskets", "milk → bread: support, confidence", ours, "2/9, 1/3", "exactly", met, "by hand")]


def _speed() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="crm360_baskets_") as folder:
        path = Path(folder) / "lines.parquet"
        lines = quest(BASKETS, basket_size=5, pattern_size=4)
        lines.to_parquet(path, index=False)
        name = f"Quest, {lines['basket'].nunique():,} baskets, {len(lines):,} lines"
        ours = _run([sys.executable, __file__, str(path)])
        peer = _peer(path, Path(folder))
    found = sum(ours["itemsets"].values())
    least = Row(name, "peak memory, GB", round(ours["peak_gb"], 2), None, f"under {MOST_GB}", ours["peak_gb"] < MOST_GB)
    if "error" in peer:
        return [Row(name, f"seconds at support {SUPPORT}", round(ours["seconds"], 1), source=peer["error"]), least]
    source = f"mlxtend {peer['version']} fpgrowth, same run"
    times, cpu_times = (peer[which] / ours[which] for which in ("seconds", "cpu_seconds"))
    same = ours["itemsets"] == peer["itemsets"] and ours["baskets_in_itemsets"] == peer["baskets_in_itemsets"]
    met = times >= TIMES_FASTER
    return [
        Row(name, "itemsets, and the baskets in them", found, sum(peer["itemsets"].values()), "the same", same, source),
        Row(name, "seconds of mining", round(ours["seconds"], 1), round(peer["seconds"], 1), source=source),
        Row(name, "times faster", round(times, 1), None, f"at least {TIMES_FASTER}", met, source),
        Row(name, "CPU seconds", round(ours["cpu_seconds"], 1), round(peer["cpu_seconds"], 1), source=source),
        Row(name, "times less CPU", round(cpu_times, 1), source=source),
        least._replace(published=round(peer["peak_gb"], 2), source=source),
    ]


def _peer(path: Path, folder: Path) -> dict:
    python = folder / "venv" / "bin" / "python"
    venv.create(folder / "venv", with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", PEER, "pyarrow"]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        return {"error": f"{PEER} could not be installed"}
    return _run([str(python), str(REPOSITORY / "benchmarks" / "mlxtend_peer.py"), str(path), str(SUPPORT)])


def _run(command: list[str]) -> dict:
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()[-1])


def mine_file(path: str) -> dict[str, object]:
    """What mining the file takes, in this process: seconds, CPU seconds, peak GB, itemsets by length."""
    with duckdb.connect() as connection:
        lines: pa.Table = connection.sql(f"select 'all' as scope, basket, item from '{path}'").to_arrow_table()
        started, cpu_before = time.perf_counter(), time.process_time()
        with Steps(connection, "speed") as steps:
            mine(steps, lines, SUPPORT, is_distinct=True)
            ended, cpu = time.perf_counter(), time.process_time() - cpu_before
            found = steps.arrow(
                "select length, count(*) as itemsets, cast(sum(basket_count) as bigint) as baskets "
                f"from {steps['itemsets']} where length > 0 group by length order by length"
            ).to_pylist()
    return {
        "seconds": ended - started,
        "cpu_seconds": cpu,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "itemsets": {str(row["length"]): row["itemsets"] for row in found},
        "baskets_in_itemsets": sum(row["baskets"] for row in found),
    }


if __name__ == "__main__":
    print(json.dumps(mine_file(sys.argv[1])))
