"""Clusters: known answers, the demo company as dbt builds it, a million synthetic customers through the same models."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from measured import Row
from sklearn.decomposition import PCA

from crm360.clustering import assign, fit_clusters, select_k
from crm360.clustering.inputs import prepare
from crm360.clustering.measures import k_means, silhouette
from crm360.clustering.months import RULES, kept_labels

REPOSITORY = Path(__file__).resolve().parents[2]
FEATURES = [
    "recency_days",
    "tenure_days",
    "purchases_365d",
    "spend_365d",
    "average_order_value",
    "discount_share",
    "categories_bought",
]
CLUSTER_MODELS = [
    "ml_cluster_selection",
    "ml_customer_clusters",
    "int_cluster_centres",
    "customer_clusters",
    "cluster_selection",
    "cluster_profiles",
    "ml_cluster_names",
    "cluster_name_history",
    "ml_cluster_methods",
    "cluster_methods",
    "ml_customer_cluster_methods",
    "customer_cluster_methods",
    "ml_cluster_rules",
    "int_cluster_rule_bounds",
    "int_customer_cluster_rules",
    "cluster_rules",
    "int_segment_traits",
    "int_segment_traits_sample",
    "ml_segment_network",
    "segment_network",
    "segment_network_evaluation",
    "int_segment_evidence",
    "customer_segment_match",
]
MANY = 1_000_000
GROUPS = {
    "share": [0.32, 0.24, 0.06, 0.1, 0.28],
    "recency_days": [50, 75, 250, 180, 560],
    "tenure_days": [750, 250, 700, 380, 900],
    "purchases_365d": [9, 3, 2, 1.5, 0.2],
    "average_order_value": [62, 72, 60, 24, 62],
    "discount_share": [0.006, 0.003, 0.08, 0.001, 0.005],
    "categories_bought": [6.5, 3.3, 4, 2, 4.4],
}
"""About the demo's clusters: what a million synthetic customers are scattered around."""


def rows(data: Path) -> list[Row]:
    """All figures of the subject; takes some minutes, two dbt builds among them."""
    with tempfile.TemporaryDirectory(prefix="crm360_clusters_") as folder:
        scratch = Path(folder)
        return [*known_answers(data), *demo_rows(scratch), *million_rows(scratch)]


def known_answers(data: Path) -> list[Row]:
    """Six points with two obvious groups; the wholesale customers."""
    points = pd.DataFrame([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]], columns=["x", "y"])
    points["customer_id"] = list("abcdef")
    groups = assign(points, fit_clusters(points, select_k(points), RULES)).tolist()
    obvious = groups[:3] == [groups[0]] * 3 and groups[3:] == [groups[3]] * 3 and groups[0] != groups[3]
    found = [Row("six points", "groups", str(groups), "the first three, the last three", "exactly", obvious)]

    wholesale = pd.read_csv(data / "wholesale_customers" / "wholesale.csv").drop(columns=["Channel", "Region"])
    logs = np.log(wholesale.drop(index=[65, 66, 75, 128, 154]).to_numpy(dtype=float))
    plane = PCA(2).fit_transform(logs)
    source = "SOURCE.md: logarithms, five outliers left out, first two principal components"
    for k, published in ((2, 0.4263), (3, 0.389), (4, 0.332)):
        value = round(silhouette(plane, k_means(plane, k).labels_), 4)
        met = abs(value - published) <= 0.005
        found.append(Row("wholesale_customers", f"silhouette, k = {k}", value, published, "within .005", met, source))

    wholesale["customer_id"] = [f"{number:03d}" for number in range(len(wholesale))]
    selection = select_k(wholesale)
    judged = selection.dropna(subset="silhouette")
    by_silhouette = int(judged.loc[judged["silhouette"].idxmax(), "k"])
    by_gap = selection.loc[selection["is_gap_choice"].astype(bool), "k"].tolist()
    chosen = selection[selection["is_chosen"].astype(bool)].iloc[0]
    transforms = {scale.transform for scale in prepare(wholesale)[1]}
    ours = f"all 440 rows, six features, {' and '.join(sorted(transforms))}, standardised"
    two = judged.set_index("k").loc[2]
    return [
        *found,
        Row("wholesale_customers", "k by silhouette", by_silhouette, 2, "2", by_silhouette == 2, ours),
        Row("wholesale_customers", "k by gap statistic", int(by_gap[0]) if by_gap else "none", None, "", None, ours),
        Row("wholesale_customers", "k chosen", int(chosen["k"]), 2, "2", int(chosen["k"]) == 2, ours),
        Row("wholesale_customers", "stability of k = 2 (adjusted Rand)", float(two["stability"]), None, "", None, ours),
    ]


def demo_rows(scratch: Path) -> list[Row]:
    """The demo company: built by dbt, read from its tables."""
    _dbt(scratch, "build", ["+customer_snapshots", *(f"+{name}" for name in CLUSTER_MODELS)])
    spent = json.loads((scratch / "target" / "run_results.json").read_text())["results"]
    seconds = sum(run["execution_time"] for run in spent if run["unique_id"].rpartition(".")[2] in CLUSTER_MODELS)
    with duckdb.connect(str(scratch / "warehouse.duckdb"), read_only=True) as connection:

        def ask(query: str) -> pd.DataFrame:
            return connection.sql(query).df()

        chosen = ask("select * from marts.cluster_selection where is_chosen").iloc[0]
        methods = ask("select * from marts.cluster_methods").set_index("method")
        covered = ask("select sum(members) / sum(customers) as share, count(*) as rules from marts.cluster_rules").iloc[
            0
        ]
        network = ask("select * from marts.segment_network_evaluation where is_chosen").set_index("metric")
        snapshots = ask(f"select snapshot_date, customer_id, {', '.join(FEATURES)} from features.customer_snapshots")
    months = {day: month.drop(columns="snapshot_date") for day, month in snapshots.groupby("snapshot_date")}
    kept = kept_labels(months, freeze_days=90)
    stability = float(chosen["stability"])
    k = f"stability of the chosen k = {int(chosen['k'])} (adjusted Rand, 50 bootstrap samples)"
    found = [
        Row("demo", k, stability, None, "at least .9", stability >= 0.9),
        Row("demo", "seconds of all cluster models", round(seconds, 1), None, "at most 15", seconds <= 15),
    ]
    baseline = float(methods.loc["spend_groups", "silhouette"])
    for name, row in methods.iterrows():
        value = "none (one group)" if pd.isna(row["silhouette"]) else float(row["silhouette"])
        told = f"{name}: silhouette ({row['clusters']} groups, noise {row['noise_share']:.2f}"
        told += f", stability {row['stability']:.2f}, agreement with the clusters {row['agreement']:.2f})"
        bound, met = ("above spend groups", value > baseline) if name == "kmeans" else ("", None)
        found.append(Row("demo", told, value, baseline, bound, met, "baseline: equal groups by spend alone"))
    share = round(float(covered["share"]), 3)
    found.append(Row("demo", f"customers whose cluster {int(covered['rules'])} rules tell (share)", share))
    for metric, better in (("accuracy", 1), ("log_loss", -1)):
        row = network.loc[metric]
        met = better * (row["value"] - row["baseline_value"]) > 0
        bound = "above" if better == 1 else "below"
        told = f"segment network ({row['model']}): {metric}"
        values = round(float(row["value"]), 4), round(float(row["baseline_value"]), 4)
        found.append(Row("demo", told, *values, bound, bool(met), "baseline: the majority"))
    words = {
        "frozen": "found once and frozen",
        "scheduled": "frozen for 90 days, then found anew with matched centres",
        "matched": "found anew each month with matched centres",
        "blind": "found anew blindly each month",
    }
    for way, share in kept.items():
        told = f"customers who keep their label from month to month: {words[way]} (share, {len(months)} months)"
        bound, met = ("above blind", share > kept["blind"]) if way != "blind" else ("", None)
        found.append(Row("demo", told, round(share, 3), None, bound, met))
    return found


def million_rows(scratch: Path) -> list[Row]:
    """A million synthetic customers in place of the demo's, through every model of the subject by dbt."""
    features, people = synthetic(MANY)
    with duckdb.connect(str(scratch / "warehouse.duckdb")) as connection:
        connection.register("features_frame", features)
        connection.register("people_frame", people)
        connection.execute(
            """
            create or replace table features.customer_features as
            select *, date '2025-06-30' as snapshot_date, recency_days < 90 as is_subscriber from features_frame
            """
        )
        connection.execute(
            """
            create or replace table marts.dim_customers as
            select
                customer_id, birth_date, gender, 'GB' as country_code, marketing_consent, null::varchar as company
            from people_frame
            """
        )
        connection.execute(
            """
            create or replace table marts.customer_behaviour as
            select customer_id, favourite_category, preferred_channel, preferred_device, price_level from people_frame
            """
        )
    started, cpu = time.perf_counter(), _cpu_seconds()
    _dbt(scratch, "run", CLUSTER_MODELS, "--full-refresh")
    seconds, cpu = time.perf_counter() - started, _cpu_seconds() - cpu
    with duckdb.connect(str(scratch / "warehouse.duckdb"), read_only=True) as connection:
        counts = [
            connection.sql(f"select count(*) from marts.{mart}").fetchall()[0][0]
            for mart in ("customer_clusters", "customer_cluster_methods", "customer_segment_match")
        ]
    cores = len(os.sched_getaffinity(0))
    told = f"seconds for {MANY:,} customers, every model by dbt, its start included ({cores} cores; {cpu:.0f} s of CPU)"
    met = seconds < 180 and counts == [MANY] * 3
    return [Row("synthetic", told, round(seconds), None, "under 180", met)]


def synthetic(customers: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Features and traits of that many customers around the groups of `GROUPS`."""
    rng = np.random.default_rng(0)
    group = rng.choice(len(GROUPS["share"]), customers, p=GROUPS["share"])
    frame = pd.DataFrame({"customer_id": [f"S{number:07d}" for number in range(customers)]})
    for name in FEATURES:
        if name != "spend_365d":
            typical = np.array(GROUPS[name], dtype=float)[group]
            count = name in ("purchases_365d", "categories_bought")
            frame[name] = rng.poisson(typical) if count else typical * rng.lognormal(0, 0.5, customers)
    frame["spend_365d"] = frame["purchases_365d"] * frame["average_order_value"] * rng.lognormal(0, 0.2, customers)
    people = frame[["customer_id"]].copy()
    leaning = (group + rng.integers(0, 4, customers)) % 6
    people["birth_date"] = pd.Timestamp("1950-01-01") + pd.to_timedelta(rng.integers(0, 20_000, customers), unit="D")
    people["gender"] = np.array(["female", "male"], dtype=object)[rng.integers(0, 2, customers)]
    people["marketing_consent"] = rng.uniform(size=customers) < 0.7
    for name in ("favourite_category", "preferred_channel", "preferred_device", "price_level"):
        people[name] = np.array([f"{name} {number}" for number in range(6)], dtype=object)[
            np.where(rng.uniform(size=customers) < 0.5, leaning, rng.integers(0, 6, customers))
        ]
    return frame[["customer_id", *FEATURES]], people


def _cpu_seconds() -> float:
    """Of the processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _dbt(scratch: Path, command: str, models: list[str], *options: str) -> None:
    arguments = [command, "--select", *models, "--target", "duckdb", "--target-path", str(scratch / "target")]
    if command == "build":
        arguments += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    environment = os.environ | {
        "CRM360_WAREHOUSE": str(scratch / "warehouse.duckdb"),
        "PYTHONPATH": str(REPOSITORY),
    }
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "-q", *arguments, "--log-path", str(scratch), *options],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-4000:] + done.stderr[-2000:])
