"""Anomalies: ADBench's campaign and donors sets, and what is planted in the demo company.

`crm360.anomalies.combining.score_all` scores the public sets without a label; the labels only judge. Of donors 100,000
of 619,326 rows are drawn at random. How the scores are combined was chosen on planted rows (docs/anomalies.md). The
demo's figures are those of its last build, with the planted truth.
"""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import numpy as np
from measured import Row
from sklearn.metrics import roc_auc_score

from crm360.anomalies.combining import DETECTORS, rank_shares, score_all
from crm360.anomalies.planted import KINDS, found_in_top, plant
from crm360.anomalies.scoring import TOP_SHARE

REPOSITORY = Path(__file__).resolve().parents[2]
WAREHOUSE = REPOSITORY / "target" / "warehouse.duckdb"
TRUTH = REPOSITORY / "seeds" / "demo_truth"
DTE = "DTE (ICLR 2024) table, 5 seeds; see SOURCE.md"
PUBLISHED = {"campaign": {"isolation": 0.7037, "lof": 0.6144, "ecod": 0.7694}}
PUBLISHED["donors"] = {"isolation": 0.7708, "lof": 0.6289, "ecod": 0.8883}
NAMES = {
    "combined": "AUC of the combined score",
    "isolation": "AUC of Isolation Forest alone",
    "ecod": "AUC of ECOD alone",
    "mad": "AUC of robust z-scores alone",
    "lof": "AUC of LOF alone (sample of 10,000)",
}
DONORS_ROWS = 100_000
PLANTED_ROWS = 5000


def rows(data: Path) -> list[Row]:
    """The figures of both public sets and of the demo."""
    folder = data / "adbench_campaign"
    return [
        *of_public(folder / "5_campaign.npz", "campaign", None),
        *of_public(folder / "11_donors.npz", "donors", DONORS_ROWS),
        *of_planted(folder),
        *of_the_demo(),
    ]


def of_public(path: Path, name: str, most_rows: int | None) -> list[Row]:
    """AUC of each detector and of the combined score."""
    with np.load(path) as file:
        values, labels = file["X"].astype(float), file["y"]
    if most_rows:
        chosen = np.random.default_rng(0).choice(len(values), most_rows, replace=False)
        values, labels = values[chosen], labels[chosen]
    keys = np.array([f"{number:09d}" for number in range(len(values))])
    started = time.perf_counter()
    scores = score_all(keys, values, [f"{number:03d}" for number in range(values.shape[1])], np.arange(len(values)))
    seconds = time.perf_counter() - started
    out = []
    for detector, text in NAMES.items():
        auc = round(float(roc_auc_score(labels, scores[detector])), 4)
        bound, met = {
            ("campaign", "combined"): ("at least .77", auc >= 0.77),
            ("campaign", "isolation"): (".70 ± .02", abs(auc - 0.70) <= 0.02),
        }.get((name, detector), ("", None))
        published = PUBLISHED[name].get(detector)
        out.append(Row(f"adbench {name}", text, auc, published, bound, met, DTE if published else ""))
    return [*out, Row(f"adbench {name}", f"seconds for {len(values):,} rows", round(seconds, 1))]


def of_planted(folder: Path) -> list[Row]:
    """Rows planted in the features of both sets, without their labels: how the combination was chosen."""
    measured: dict[str, list[tuple[float, float]]] = {"combined": [], "mean of ranks": []}
    for name in ("5_campaign.npz", "11_donors.npz"):
        with np.load(folder / name) as file:
            values = file["X"].astype(float)
        values = values[np.random.default_rng(1).choice(len(values), PLANTED_ROWS, replace=False)]
        for kind in KINDS:
            mixed, planted = plant(values, kind, 0)
            keys = np.array([f"{number:09d}" for number in range(len(mixed))])
            features = [f"{number:03d}" for number in range(mixed.shape[1])]
            scores = score_all(keys, mixed, features, np.arange(len(mixed)))
            scores["mean of ranks"] = np.mean([rank_shares(scores[one]) for one in DETECTORS], axis=0)
            for method, found in measured.items():
                score = scores[method]
                found.append((float(roc_auc_score(planted, score)), found_in_top(score, planted, TOP_SHARE)))
    means = {method: np.mean(found, axis=0).round(3).tolist() for method, found in measured.items()}
    pairs = zip(("AUC", "share in the top 2 %"), means["combined"], means["mean of ranks"], strict=True)
    return [
        Row(
            "adbench, planted rows", f"{metric}, combined score", ours, plain, "above it", ours > plain, "mean of ranks"
        )
        for metric, ours, plain in pairs
    ]


def of_the_demo() -> list[Row]:
    """Planted frauds among the top 2 % of the fraud and anomaly scores of the demo's last build, and credit."""
    if not WAREHOUSE.exists():
        return [Row("demo", "planted frauds in the top 2 %", "not measured: run `make build` first")]
    out = []
    with duckdb.connect(str(WAREHOUSE), read_only=True) as connection:
        for entity, query in (("orders", ORDERS), ("accounts", ACCOUNTS)):
            found = connection.execute(query.format(truth=TRUTH)).fetchnumpy()
            planted = found["planted"].astype(bool)
            naive = round(found_in_top(found["naive"], planted, TOP_SHARE), 3)
            for column, bound in (("fraud_score", "at least .8"), ("anomaly_score", "")):
                share = round(found_in_top(found[column], planted, TOP_SHARE), 3)
                text = f"planted fraud {entity} in the top 2 % of {column} ({planted.sum()} of {len(planted):,})"
                out.append(
                    Row("demo", text, share, naive, bound, share >= 0.8 if bound else None, "by largest order value")
                )
        for metric, value, baseline, status in connection.execute(CREDIT).fetchall():
            shown = value if status == "fitted" else status
            out.append(Row("demo", f"credit scorecard, {metric}", shown, baseline, source=BASE))
    return out


BASE = "late share alone; Brier: base rate"
ORDERS = """
select cast(orders.fraud_score as double) as fraud_score, orders.anomaly_score,
    cast(orders.order_value as double) as naive, frauds.order_no is not null as planted
from marts.order_anomalies as orders
inner join marts.fct_orders as facts using (order_key)
left join read_csv('{truth}/frauds.csv', all_varchar = true) as frauds on facts.order_id = frauds.order_no
order by order_key
"""
ACCOUNTS = """
with records as (select * from read_csv('{truth}/records.csv', all_varchar = true)),
people as (select * from read_csv('{truth}/people.csv', all_varchar = true)),
planted as (
    select distinct map.customer_id
    from marts.customer_identity_map as map
    inner join records
        on map.source_system = records.system and upper(map.source_customer_id) = upper(records.source_id)
    inner join people using (person_id)
    where people.is_fraud = '1'
)
select customers.fraud_score, customers.anomaly_score, customers.largest_order_value as naive,
    planted.customer_id is not null as planted
from marts.customer_anomalies as customers
left join planted using (customer_id)
order by customer_id
"""
CREDIT = """
select metric, round(value, 4), round(baseline_value, 4), status
from marts.credit_score_evaluation order by metric
"""
